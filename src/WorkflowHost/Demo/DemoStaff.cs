using System.Collections.Immutable;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Demo;

/// <summary>The people of the demo: every role at least once, three handlers so that load and recusal can be seen, two process owners so that one can approve what the other draws.</summary>
internal static class DemoStaff
{
    private static readonly (string UserName, string Name, string No, string[] Roles, string Branch)[] _people =
    [
        ("chenjing", "陈静", "A1023", [StaffRoles.Agent], "上海分公司"),
        ("zhaomin", "赵敏", "A1031", [StaffRoles.Agent], "北京分公司"),
        ("wanglei", "王磊", "H3001", [StaffRoles.Handler], "上海分公司"),
        ("liqiang", "李强", "H3002", [StaffRoles.Handler], "北京分公司"),
        ("zhouyun", "周芸", "H3003", [StaffRoles.Handler], "广东分公司"),
        ("liugang", "刘刚", "L2001", [StaffRoles.TeamLead], "上海分公司"),
        ("sunfang", "孙芳", "M4001", [StaffRoles.Manager], "上海分公司"),
        ("zhouming", "周明", "E5001", [StaffRoles.Exec], "总公司"),
        ("wuhao", "吴昊", "P6001", [StaffRoles.Approver], "总公司"),
        ("zhengli", "郑莉", "C7001", [StaffRoles.Compliance], "总公司"),
        ("wuxia", "吴霞", "S6001", [StaffRoles.Scheduler], "上海分公司"),
        ("fengtao", "冯涛", "O8001", [StaffRoles.ProcessOwner], "总公司"),
        ("hejing", "何静", "D1101", [StaffRoles.Advisor], "上海分公司"),
        ("linlan", "林岚", "X2101", [StaffRoles.Coordinator], "上海分公司"),
        ("zhengkai", "郑凯", "P3101", [StaffRoles.Claims], "上海分公司"),
        ("tangyi", "唐怡", "G4101", [StaffRoles.Assessor], "上海分公司"),
        ("songjie", "宋杰", "G4102", [StaffRoles.Assessor], "上海分公司"),
        ("caolin", "曹琳", "G4103", [StaffRoles.Assessor], "上海分公司"),
        ("panyu", "潘宇", "G4104", [StaffRoles.Assessor], "上海分公司"),
        ("xujian", "徐健", "P3102", [StaffRoles.Claims], "上海分公司"),
        ("qianfeng", "钱峰", "K5101", [StaffRoles.Surveyor], "上海分公司"),
        ("yaobin", "姚斌", "K5102", [StaffRoles.Surveyor], "北京分公司"),
        ("hanmei", "韩梅", "Y6101", [StaffRoles.Investigator], "总公司"),
        ("dengyu", "邓宇", "Q7101", [StaffRoles.AccountClaimManager], "上海分公司"),
        ("luoyan", "罗岩", "N9101", [StaffRoles.Auditor], "总公司"),
        ("jiangning", "蒋宁", "O8002", [StaffRoles.ProcessOwner], "总公司"),
        (FirstAdministrator.UserName, "系统管理员", "X0001", [StaffRoles.Admin], "总公司"),
    ];

    public static ImmutableArray<StaffMember> Hire(DemoIds ids) =>
    [
        .. _people.Select(person => new StaffMember(
            ids.NewId(), person.UserName, person.Name, person.No, [.. person.Roles], person.Branch, [], true, null, 0)),
    ];

    public static Actor ToActor(this StaffMember member) => new(member.Id, member.DisplayName, member.StaffNo, member.Roles);
}
