# One host with its SQLite file on a volume. The SOP pack is copied into the image; mount another folder over
# /app/workflows to run your own.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The designer's files are fetched by npm while the host is built.
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/WorkflowHost -c Release -o /out

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /out .
COPY workflows ./workflows
# The image runs as a user without rights, which has to own the volume's folder.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
ENV Database__File=/data/workflowhost.db \
    Workflows__Folder=/app/workflows \
    ASPNETCORE_HTTP_PORTS=5080
VOLUME /data
EXPOSE 5080
ENTRYPOINT ["dotnet", "WorkflowHost.dll"]
