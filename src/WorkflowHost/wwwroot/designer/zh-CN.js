// Studio's own texts in Chinese, for people who keep insurance procedures. The package brings them in English only, so they are
// replaced on the page as it changes: labels, hints and messages of Studio; never what people typed (tables, canvas, code).
(() => {
  'use strict';
  const words = {
    // List of definitions
    'Workflow definitions Editor': '流程列表', 'Workflow definitions': '流程', 'Workflows': '流程', 'Workflow': '流程', 'Bulk actions': '批量操作', 'Create workflow': '新建流程',
    'New workflow': '新建流程', 'Workflow type': '流程类型', 'Search on Id, Name, Description, Definition Id': '按编号、名称、说明查找', 'Search': '查找', 'Definition ID': '流程编号', 'Id': '编号',
    'Name': '名称', 'Name*': '名称*', 'Latest version': '最新版本', 'Published version': '在用版本', 'Description': '说明', 'Rows Per Page': '每页行数', 'No workflow definitions found': '没有找到流程',
    'Run': '运行', 'Run workflow': '运行流程', 'Run Workflow': '运行流程', 'Edit': '编辑', 'Duplicate': '复制', 'Delete': '删除', 'Publish': '发布', 'Unpublish': '撤回', 'Export': '导出', 'Import': '导入', 'Download': '下载', 'Upload': '上传',
    'View description': '查看说明', 'Close': '关闭', 'Cancel': '取消', 'Ok': '确定', 'OK': '确定', 'Yes': '是', 'No': '否', 'Save': '保存', 'Save As': '另存为', 'Refresh': '刷新', 'Clear': '清除', 'Apply': '应用',
    'Delete workflow?': '删除流程？', 'Delete selected workflows?': '删除所选流程？', 'Publish selected workflows?': '发布所选流程？', 'Unpublish selected workflows?': '撤回所选流程？',
    'Cancel running workflow instances?': '取消正在运行的实例？',
    'Are you sure you want to delete this workflow?': '确定删除这个流程吗？', 'Are you sure you want to delete the selected workflows?': '确定删除所选流程吗？',
    'Are you sure you want to publish the selected workflows?': '确定发布所选流程吗？', 'Are you sure you want to unpublish the selected workflows?': '确定撤回所选流程吗？撤回后不再受理新案件。',
    'Are you sure you want to cancel all running workflow instances of this workflow definition?': '确定取消这个流程所有正在运行的实例吗？',
    'Workflow published': '流程已发布', 'Workflow retracted': '流程已撤回', 'Workflow unpublished': '流程已撤回', 'Workflow saved': '已保存', 'Workflow was already published': '流程此前已发布', 'Workflow published with Not Found activities': '已发布，但含有未知活动',
    'One workflow is published': '已发布 1 个流程', 'One workflow is unpublished': '已撤回 1 个流程', 'One workflow is already published': '1 个流程此前已发布', 'One workflow is already unpublished': '1 个流程此前已撤回', 'One workflow is not found': '有 1 个流程找不到',
    'The name of the new workflow.': '新流程的名称。', 'The new name of the workflow.': '流程的新名称。', 'The name of the workflow.': '流程的名称。', 'A brief description of the workflow.': '流程的简要说明。',
    'A workflow with this name already exists.': '已有同名流程。', 'Please enter a name for the workflow.': '请填写流程名称。', 'Required': '必填', 'This setting is required.': '此项必填。',
    'Flexible graph-based workflows.': '由步骤和连线组成的流程图，SOP 用这一种。', 'Ordered step-by-step workflows.': '按顺序逐步执行。', 'State and transition driven workflows.': '由状态和转换组成（本机不支持）。', 'Flowchart': '流程图', 'Sequence': '顺序', 'State machine': '状态机',
    'Upload JSON and/or ZIP files containing workflow data to import.': '选择要导入的 JSON 或 ZIP 文件。', 'Successfully imported 1 workflow definition.': '已导入 1 个流程。', 'No workflows found to import.': '没有可导入的流程。', 'No workflows were imported.': '没有导入任何流程。',
    'Include referencing workflows': '连同引用它的流程', 'Workflows that reference the selected workflow(s) will be included in the export.': '引用所选流程的流程也一并导出。', 'Read-only': '只读', 'Readonly': '只读', 'Read Only': '只读',
    'The read-only workflows will not be affected.': '只读流程不受影响。',
    // Editor
    'Activities': '活动', 'Activity': '活动', 'Code View': '源代码', 'Designer view': '设计视图', 'Auto-save': '自动保存', 'Auto layout': '自动排列', 'Zoom to fit': '适合窗口', 'Zoom to fit the screen': '缩放到适合窗口', 'Center': '居中',
    'Properties': '属性', 'Variables': '变量', 'Input/output': '输入输出', 'Input/Output': '输入输出', 'Version history': '版本记录', 'Settings': '设置', 'Metadata': '基本信息', 'Information': '信息', 'Info': '信息', 'Definition version': '版本', 'Definition version ID': '版本编号',
    'Activation strategy': '启动策略', 'Incident handling strategy': '出错处理', 'Incident Strategy': '出错处理', 'Log Persistence Strategy': '日志保存', 'Commit Strategy': '提交策略', 'Default': '默认', 'Inherit': '沿用上级', 'Default Strategy': '默认策略', 'Default Configuration': '默认设置', 'Strategy': '策略',
    'Select the log persistence strategy to use for activity properties of this workflow.': '流程中各活动属性的日志怎样保存。', 'The commit strategy to use that controls when the workflow state should be committed.': '何时提交流程状态（本机每步都可靠提交，无需设置）。',
    'This activity does not have a commit strategy.': '此活动没有提交策略。', 'Usable as activity': '可作为活动使用', 'Allow this workflow to be used as an activity.': '允许其他流程把它当作一个活动。', 'Not usable as activity.': '不作为活动。', 'Auto-update referencing workflows': '自动更新引用它的流程',
    'A custom activity category to assign this workflow-as-an-activity to.': '作为活动时归入哪一类。', 'Category': '类别', 'Outcomes': '出口', 'Outcome': '出口', 'Add outcomes': '添加出口', 'Enter a list of possible outcomes for this workflow.': '本流程可能的出口。',
    'Inputs': '输入', 'Outputs': '输出', 'Input': '输入', 'Output': '输出', 'Common': '常规', 'Test': '试运行', 'Task': '任务', 'Resilience': '重试', 'Resilience Strategy': '重试策略', 'Start': '开始', 'Label': '标签',
    'Add variable': '添加变量', 'Create variable': '新建变量', 'Edit variable': '编辑变量', 'Add input': '添加输入', 'Create input': '新建输入', 'Edit input': '编辑输入', 'Add output': '添加输出', 'Create output': '新建输出', 'Edit output': '编辑输出', 'Add': '添加', 'Remove': '移除',
    'There are currently no variables defined.': '还没有变量。', 'There are currently no inputs defined.': '还没有输入。', 'There are currently no outputs defined.': '还没有输出。', 'No variables': '没有变量', 'No inputs': '没有输入', 'No outputs': '没有输出',
    'Type': '类型', 'Storage': '保存方式', 'Default value': '默认值', 'Default Value': '默认值', 'A default value.': '默认值。', 'Value': '值', 'Values': '值', 'Key': '键', 'Display name': '显示名称', 'UI Hint': '编辑方式', 'Placeholder': '提示文字', 'Is array': '多个值',
    'This variable is an array': '此变量有多个值', 'This input is an array': '此输入有多个值', 'This output is an array': '此输出有多个值', 'Check this option if the variable holds an array of the selected type.': '变量是所选类型的一组值时勾选。',
    'The name of the variable.': '变量名。', 'The ID of the variable.': '变量编号。', 'The technical name of the input.': '输入的技术名称。', 'The technical name of the output.': '输出的技术名称。', 'The user-friendly name of this input.': '输入的显示名称。', 'The user-friendly name of this output.': '输出的显示名称。',
    'A brief description of this input.': '输入的简要说明。', 'A brief description of this output.': '输出的简要说明。', 'A custom category by which to group this input.': '归入哪一组。', 'A custom category by which to group this output.': '归入哪一组。',
    'Please enter a name for the variable.': '请填写变量名。', 'Please enter a name for the input.': '请填写输入名。', 'Please enter a name for the output.': '请填写输出名。', 'A variable with this name already exists in the current scope.': '已有同名变量。', 'An input with this name already exists.': '已有同名输入。',
    'Delete selected variable?': '删除所选变量？', 'Delete selected input?': '删除所选输入？', 'Delete selected output?': '删除所选输出？', 'Are you sure you want to delete the selected variable?': '确定删除所选变量吗？', 'Are you sure you want to delete the selected input?': '确定删除所选输入吗？', 'Are you sure you want to delete the selected output?': '确定删除所选输出吗？',
    'Single line': '单行文本', 'Multi line': '多行文本', 'Multi text': '多个文本', 'Checkbox': '勾选框', 'Checklist': '多选', 'Radio list': '单选', 'Dropdown': '下拉选择', 'Code editor': '代码', 'JSON editor': 'JSON', 'Variable picker': '选择变量', 'Workflow definition picker': '选择流程', 'Output picker': '选择输出', 'Outcome picker': '选择出口',
    'A single line of text input': '一行文字', 'Multiple lines of text input': '多行文字', 'An input for multiple words, like a tagging input': '多个词语', 'A checkbox': '勾选框', 'A list of checkboxes': '可选多项', 'A list of radio buttons': '只选一项', 'A dropdown list': '下拉选择', 'A code editor': '代码', 'A JSON editor': 'JSON', 'A variable picker': '选择变量', 'A workflow definition picker': '选择流程',
    'This activity does not have any input properties.': '此活动没有输入项。', 'This activity does not have any output properties.': '此活动没有输出项。', 'This activity does not have any common properties.': '此活动没有常规项。',
    'ID': '编号', 'The name of the activity. Named activities can be referenced by other activities.': '步骤的名称；其他步骤可以用它引用本步骤的输出。', 'Display text': '显示文字', 'The text to display in the designer.': '在图上显示的文字。', 'A description of this activity to be displayed in the designer.': '在图上显示的说明。', 'Show description': '显示说明', 'Whether to show the description in the designer.': '是否在图上显示说明。',
    'Start of workflow': '流程起点', 'When checked, this activity is the start of this workflow.': '勾选后，流程从这一步开始。', 'Trigger workflow': '可触发流程', 'When checked, this activity can trigger this workflow.': '勾选后，这一步可以触发流程启动。', 'Run Asynchronously': '异步执行', 'When checked, the workflow will be executed asynchronously.': '勾选后异步执行。',
    'Merge Mode': '汇合方式', 'Converge': '全部到齐', 'Race': '先到先走', 'Stream': '到一个走一个', 'Merge': '合并', 'Cascade': '逐一', 'None': '无', '(None)': '（无）',
    'Controls how this activity merges inbound connections. Converge will wait for all inbound connections to complete, while Race will allow the first inbound path to continue while cancelling any bookmarks from other inbound paths, and Stream will let all inbound connections pass through as they arrive.': '几条线汇到这一步时怎样处理：“全部到齐”等所有线都到；“先到先走”由最先到的继续，其余的等待作废；“到一个走一个”每条线到了都执行一次。',
    'Literal': '固定值', 'Object': '对象', 'Variable': '变量', 'Expression': '表达式', 'Workflow State': '流程状态', 'Converter': '转换', 'Workflow Output': '流程输出', 'Workflow Outputs': '流程输出', 'Workflow Variables': '流程变量', 'Sub-Workflow': '子流程', 'Sub-Workflow Inputs': '子流程输入', 'Sub-Workflow Outputs': '子流程输出', 'Open designer': '打开设计图',
    'Add case': '添加情形', 'Add entry': '添加一项', 'Condition': '条件', 'Actions': '操作', 'Action': '操作', 'Move earlier': '上移', 'Move later': '下移', 'Temporary Edit': '临时修改', 'Edit JSON': '编辑 JSON', 'Select an activity': '选择活动', 'Copy': '复制', 'Copied': '已复制',
    'Version': '版本', 'Version ID': '版本编号', 'Created': '创建时间', 'Updated': '更新时间', 'Published': '已发布', 'Draft': '草稿', 'View': '查看', 'Rollback to this version': '以此版本为底稿', 'Delete selected versions': '删除所选版本', 'Are you sure you want to delete this version?': '确定删除这个版本吗？', 'Are you sure you want to delete the selected versions?': '确定删除所选版本吗？',
    'Export this version as a JSON file.': '将此版本导出为 JSON 文件。', 'Export the current workflow as a JSON file': '将当前流程导出为 JSON 文件', 'Import a JSON file containing workflow data to override the current workflow\'s contents.': '导入 JSON 文件，替换当前流程的内容。', 'Unpublish the current workflow': '撤回当前流程', 'Publish workflow': '发布流程',
    'You are running in read-only mode. Workflow operations are disabled': '只能查看，不能修改', 'Unable to make changes as the workflow or application is currently in read-only mode': '只能查看，不能修改', 'Loading...': '正在载入……', 'Loading': '正在载入', 'Activities could not be loaded': '活动没有载入', 'No matching activities': '没有相符的活动', 'Test Value': '试验值', 'Status': '状态', 'Select the Start button to run the activity.': '点“开始”试运行这个活动。',
    'Set Variable Test Value': '设变量试验值', 'Clear Test Value': '清除试验值', 'Apply changes to editor.': '把改动应用到设计图。', 'Auto apply changes to editor.': '自动应用改动。', 'Auto-apply': '自动应用', 'Changes applied': '改动已应用', 'No changes to apply': '没有改动', 'Reload from editor': '从设计图重新载入', 'Pretty': '排版',
    'A workflow output definition picker': '选择流程输出', 'An outcome picker': '选择出口', 'Definitions': '流程', 'workflow': '流程', 'workflows': '流程', 'Click to open a new workflow tab': '在新标签页打开', 'Close workflow': '关闭流程', 'When you publish': '发布时', 'Use this version': '使用这一版',
    'Markdown supported': '可用 Markdown 格式', 'Navigate': '前往', 'Visualizer': '显示方式', 'Apply to all matches': '用于全部相符项', 'PublishedVersion': '在用版本', 'LatestVersion': '最新版本',
    'Clear action': '清除动作', 'Clear condition': '清除条件', 'Clear entry': '清除进入动作', 'Clear exit': '清除离开动作', 'Clear trigger': '清除触发条件', 'Clears the test value of the variable.': '清除这个变量的试验值。', 'The test value of the variable.': '变量的试验值。',
    'Converter settings': '转换设置', 'Converter settings must be a valid JSON object.': '转换设置必须是 JSON 对象。', 'The configured converter is unavailable.': '设定的转换方式不可用。', 'Enter a JSON object.': '请填写 JSON 对象。', 'Enter a valid integer.': '请填写整数。', 'Enter a valid number.': '请填写数字。',
    'Enter the expression that will be used to determine the log persistence strategy for this property.': '用表达式决定这一项的日志怎样保存。', 'Enter the expression that will be used to determine the resilience strategy for this activity.': '用表达式决定这一步怎样重试。',
    'Delay': '延时', 'Entry': '进入时', 'Exit': '离开时', 'Initial': '初始', 'Initial state': '初始状态', 'Terminal': '终止', 'Trigger': '触发条件', 'Transition': '转换', 'Transitions': '转换', 'Transition name': '转换名称', 'Transition details': '转换详情', 'Outgoing transitions': '转出', 'Source state': '起始状态', 'Target state': '目标状态', 'State name': '状态名称', 'States': '状态',
    'Horizontal layout': '横向排列', 'Vertical layout': '纵向排列', 'Use horizontal Sequence layout': '顺序活动横向排列', 'Use vertical Sequence layout': '顺序活动纵向排列', 'Move selected activity earlier': '所选步骤上移', 'Move selected activity later': '所选步骤下移',
    'Failed to deserialize workflow definition.': '读不懂这个流程。', 'Original workflow definition not found.': '找不到原来的流程。', 'One workflow consuming a published workflow has been updated': '引用它的 1 个流程已更新',
    'Unknown Activity': '未知活动', 'Not found': '找不到', 'Always': '总是', 'Never': '从不', 'Explicitly enabled.': '已启用。', 'Explicitly disabled.': '已停用。',
    // Instances
    'Workflow instances': '运行实例', 'Workflow instance': '运行实例', 'Instances': '实例', 'Instance ID': '实例编号', 'Correlation ID': '关联号', 'Search on Id, Definition Id, Definition Version Id, Correlation Id': '按实例、流程、关联号查找', 'No workflow instances found': '没有运行实例', 'Sub status': '详细状态', 'Has Incidents': '有异常', 'Incidents': '异常', 'No incidents': '没有异常', 'Finished': '已结束', 'Running': '进行中',
    'Suspended': '等待中', 'Executing': '执行中', 'Pending': '待执行', 'Cancelled': '已取消', 'Canceled': '已取消', 'Faulted': '出错', 'Interrupted': '中断', 'Completed': '已完成', 'Started': '已开始', 'Resumed': '已恢复', 'Date Filters': '按日期筛选', 'Timestamp': '时间', 'Operator': '条件', 'Column': '列', 'Is': '等于', 'Is Not': '不等于', 'Is After': '晚于', 'Is Before': '早于', 'Is on or After': '不早于', 'Is on or Before': '不晚于',
    'Enable Polling': '自动刷新', 'Pause Polling': '暂停刷新', 'Delete workflow instance?': '删除实例？', 'Delete selected workflow instances?': '删除所选实例？', 'Cancel workflow instance?': '取消实例？', 'Cancel selected workflow instances?': '取消所选实例？', 'Are you sure you want to delete this workflow instance?': '确定删除这个实例吗？', 'Are you sure you want to delete the selected workflow instances?': '确定删除所选实例吗？', 'Are you sure you want to cancel this workflow instance?': '确定取消这个实例吗？', 'Are you sure you want to cancel the selected workflow instances?': '确定取消所选实例吗？',
    'Journal': '运行记录', 'Details': '详情', 'Diagram': '流程图', 'Activity Call Stack': '调用过程', 'Call stack': '调用过程', 'Executions': '执行记录', 'Execution Details': '执行详情', 'Event': '事件', 'Message': '内容', 'Time': '时间', 'Duration': '用时', 'Data': '数据', 'State': '状态', 'Payload': '载荷', 'Error': '错误', 'Fault': '错误', 'Exception': '异常', 'Not executed': '未执行', 'Activity Instance ID': '执行编号', 'Node ID': '节点编号', 'Internal State': '内部状态',
    'Show all': '显示全部', 'Show incidents': '只看异常', 'Show relative time': '显示相对时间', 'Show accumulated time': '显示累计时间', 'Show events scoped to current container': '只看当前层级的事件', 'Showing all events': '正在显示全部事件', 'Showing incidents': '正在显示异常', 'Edit Workflow Definition': '编辑流程', 'View definition': '查看流程', 'Navigate to activity that caused the incident': '转到出错的步骤', 'Retries': '重试', 'Retry Attempts': '重试记录', 'Open filtered logs': '查看日志', 'View content': '查看内容',
    'No state associated with this execution.': '此次执行没有状态。', 'No output associated with this execution.': '此次执行没有输出。', 'No outcomes associated with this execution.': '此次执行没有出口。', 'No execution selected.': '没有选中执行记录。', 'No output was recorded.': '没有输出。', 'No state was recorded.': '没有状态。', 'No outcomes were recorded.': '没有出口。', 'No status was recorded.': '没有状态。', 'No data available.': '没有数据。', 'Select an activity execution to view its call stack.': '选一次执行，查看调用过程。',
    'Structured Logs': '系统日志', 'Log': '日志', 'Alter': '修改', 'Alter this instance': '修改这个实例', 'Retry': '重试', 'Retry Details': '重试详情', 'Has Retries': '有重试', 'No information associated with this retry attempt.': '这次重试没有更多信息。', 'State details': '状态详情', 'Used': '已使用',
    'Input Properties': '输入项', 'Output Properties': '输出项', 'Current': '当前', 'Current state': '当前状态', 'Date': '日期', 'From': '从', 'To': '到', 'SubStatus': '详细状态', 'Sub Status': '详细状态', 'CreatedAt': '创建时间', 'UpdatedAt': '更新时间', 'FinishedAt': '结束时间', 'IncidentCount': '异常数',
    'Successfully imported one instance': '已导入 1 个实例', 'Unable to load call stack.': '调用过程没有载入。', 'No call stack entries found for the selected activity.': '所选步骤没有调用过程。',
    'The workflow cannot be started': '流程不能启动', 'Successfully started workflow': '流程已启动', 'Server version: ': '服务端版本：', 'Copy Pretty': '复制（排版）', 'Raw': '原文', 'Tabular': '表格', 'Format': '格式', 'Preview': '预览', 'Fluid': '自适应', 'Done': '完成', 'True': '是', 'False': '否',
  };
  // Sentences with something in the middle.
  const sentences = [
    [/^Delete version (.+)\??$/, '删除第 $1 版？'],
    [/^Version (\d+)$/, '第 $1 版'],
    [/^Successfully imported (\d+) workflow definitions\.$/, '已导入 $1 个流程。'],
    [/^1 workflow imported successfully\.?$/, '已导入 1 个流程。'],
    [/^(\d+) workflows imported successfully\.?$/, '已导入 $1 个流程。'],
    [/^Failed to import 1 workflow definition: (.*)$/, '有 1 个流程没有导入：$1'],
    [/^Failed to import (\d+) workflow definitions\. Errors: (.*)$/, '有 $1 个流程没有导入：$2'],
    [/^(\d+) workflows? (?:are|is) published$/, '已发布 $1 个流程'],
    [/^(\d+) workflows? (?:are|is) unpublished$/, '已撤回 $1 个流程'],
    [/^(\d+) workflows? (?:are|is) already published$/, '$1 个流程此前已发布'],
    [/^(\d+) workflows? (?:are|is) not found$/, '有 $1 个流程找不到'],
    [/^(\d+) workflows consuming published workflows have been updated$/, '引用它们的 $1 个流程已更新'],
    [/^(\d+) consuming workflow\(s\) updated$/, '引用它的 $1 个流程已更新'],
    [/^(\S+) workflows? imported successfully\. Failed to import (\S+) workflows?\. Reasons?:\s*([\s\S]*)$/, '已导入 $1 个流程，另有 $2 个没有导入：$3'],
    [/^Failed to import (\S+) workflows?\. Reasons?:\s*([\s\S]*)$/, '有 $1 个流程没有导入：$2'],
    [/^Successfully imported (\d+) instances$/, '已导入 $1 个实例'],
    [/^(.+) copied$/, '已复制：$1'],
    [/^(.+) successfully saved\.$/, '已保存：$1'],
    [/^Poll every (.*)$/, '每 $1 刷新'],
    // A moment is chosen as a day and a time of day, each named after the input.
    [/^(.+) \(Date\)$/, '$1（日期）'],
    [/^(.+) \(Time\)$/, '$1（时间）'],
  ];
  // What people typed: the canvas, code, chips they entered, rows of lists (but not the states shown in them as chips), and the
  // values of tables that have a name on the left of each.
  const typed = '.monaco-editor, [data-cell-id], textarea, .mud-input .mud-chip, script, style, .dz-head, .dz-checks, .dz-over, [contenteditable]';

  // In a table of names and values, those whose values are Studio's words too.
  const listed = new Set(['Status', '状态', 'Sub status', 'Sub Status', 'SubStatus', '详细状态', 'Incident Strategy', '出错处理', 'Outcomes', '出口']);

  function isTheirs(element) {
    if (!element || element.closest(typed)) {
      return true;
    }
    const cell = element.closest('tbody td');
    return cell !== null && !element.closest('.mud-chip')
      && (cell.closest('table').tHead !== null || (cell.cellIndex > 0 && !listed.has(cell.parentElement.cells[0].textContent.trim())));
  }

  // Where a file is no JSON: the reader's own words, which count lines and bytes from nought.
  const noJson = /[A-Za-z]+ LineNumber: (\d+) \| BytePositionInLine: (\d+)\.?/g;

  const attributes = ['placeholder', 'title', 'aria-label'];

  function inChinese(text) {
    const bare = text.trim();
    if (bare.length < 2 || bare.length > 2000) {
      return null;
    }
    let found = Object.hasOwn(words, bare) ? words[bare] : null;
    for (let i = 0; found === null && i < sentences.length; i++) {
      found = sentences[i][0].test(bare) ? bare.replace(...sentences[i]) : null;
    }
    const said = (found ?? bare).replace(noJson, (_, line, at) => `文件不是有效的 JSON（第 ${Number(line) + 1} 行，第 ${Number(at) + 1} 字节）`);
    return said === bare ? null : text.replace(bare, () => said);
  }

  function say(node) {
    const text = inChinese(node.data);
    if (text !== null && !isTheirs(node.parentElement)) {
      node.data = text;
    }
  }

  function describe(element) {
    for (const name of attributes) {
      const value = element.getAttribute(name);
      const text = value && inChinese(value);
      if (text && (element.matches('button') || !isTheirs(element.parentElement))) {
        element.setAttribute(name, text);
      }
    }
    // A choice that is not in its list, such as the default, is shown as the field's text.
    if (element.matches('.mud-select input[readonly]')) {
      element.value = inChinese(element.value) ?? element.value;
    }
  }

  function read(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      say(root);
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest('.monaco-editor')) {
      return;
    }
    describe(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) {
        say(node);
      } else {
        describe(node);
      }
    }
  }

  window.designerChinese = {
    watch(root) {
      read(root);
      new MutationObserver(changes => {
        for (const change of changes) {
          if (change.type === 'characterData') {
            say(change.target);
          } else if (change.type === 'attributes') {
            describe(change.target);
          } else {
            change.addedNodes.forEach(read);
          }
        }
        // The text of a field changes without a mutation.
        root.querySelectorAll('.mud-select input[readonly]').forEach(describe);
      }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
    },
  };
})();
