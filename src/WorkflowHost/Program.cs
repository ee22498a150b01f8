using WorkflowHost.Api;
using WorkflowHost.CustomerPages;
using WorkflowHost.Demo;
using WorkflowHost.Designer;
using WorkflowHost.Health;
using WorkflowHost.HttpEndpoints;
using WorkflowHost.Jobs;
using WorkflowHost.Runtime;
using WorkflowHost.Security;
using WorkflowHost.Starting;
using WorkflowHost.Telemetry;
using WorkflowHost.Workbench;

var arguments = HostArguments.Parse(args);
// Settings are read at the start; a watcher would hear of each write to a database that lies in the content folder.
var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. arguments.Rest]);
builder.AddHostDefaults();
if (HostFiles.Find(builder.Configuration, builder.Environment.ContentRootPath) is not { } files)
{
    return HostStart.CannotStart;
}

builder.Services.AddWorkflowRuntime(options => files.ApplyTo(options, builder.Configuration));
builder.Services.AddHostSecurity(files.Database.Provider, files.Database.ConnectionString);
builder.Services.AddProductApi();
builder.Services.AddWorkflowEndpoints();
builder.Services.AddHostHealth();
builder.Services.AddHostTelemetry(builder.Configuration);
builder.Services.AddSingleton(files);
builder.Services.AddDemo();
builder.Services.AddWorkbench();
builder.Services.AddCustomerPages();
builder.Services.AddDesigner();

var app = builder.Build();
app.UseProductApiFaults();
app.UseRequestLocalization();
app.UseWorkbenchNotFound();
app.UseRouting();
app.UseHostSecurity();
app.MapStaticAssets().AllowAnonymous();
app.MapHostHealth();
app.MapHostSecurity();
app.MapProductApi();
app.MapWorkflowEndpoints();
app.MapDesigner();
app.MapJobDashboard();
app.MapCustomerPages();
app.MapWorkbench();
return await app.RunHostAsync(arguments);
