using WorkflowHost.Sop.Revisits;
using WorkflowHost.Workbench.Revisits;

namespace WorkflowHost.Tests.Workbench.Revisits;

public sealed class AttemptModelTests
{
    [Fact]
    public void Channel_ThatCannotHaveTheResult_AsksForItAnew()
    {
        var model = new AttemptModel { Channel = ContactChannel.Phone, Result = AttemptResult.NoAnswer };
        model.Channel = ContactChannel.Letter;
        Assert.Null(model.Result);
    }

    [Fact]
    public void Channel_ThatCanHaveTheResult_KeepsIt()
    {
        var model = new AttemptModel { Channel = ContactChannel.Phone, Result = AttemptResult.Connected };
        model.Channel = ContactChannel.WeChat;
        Assert.Equal(AttemptResult.Connected, model.Result);
    }
}
