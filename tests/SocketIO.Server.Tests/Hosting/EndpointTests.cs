using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Server.Tests;

/// <summary>MapSocketIO on a real port.</summary>
public sealed class EndpointTests
{
    private const string Handshake = "?EIO=4&transport=polling";

    [Fact]
    [Trait("Spec", "T-60")]
    [Trait("Spec", "T-61")]
    [Trait("Hostile", "A19")]
    [Trait("Hostile", "A20")]
    public async Task The_path_is_exact_and_ends_in_a_slash()
    {
        await using var host = await WebHost.StartAsync();

        Assert.Equal(200, await host.StatusOfAsync("/socket.io/" + Handshake));
        Assert.Equal(404, await host.StatusOfAsync("/socket.io" + Handshake));
        Assert.Equal(404, await host.StatusOfAsync("/socket.io/x/y" + Handshake));
        Assert.Equal(404, await host.StatusOfAsync("/socket.iox/" + Handshake));
        Assert.Equal(404, await host.StatusOfAsync("/"));
        Assert.Equal(400, await host.StatusOfAsync("/socket.io/"));
    }

    [Fact]
    public async Task The_slash_is_left_out_if_the_option_says_so()
    {
        await using var host = await WebHost.StartAsync(options: o => o.AddTrailingSlash = false);

        Assert.Equal(200, await host.StatusOfAsync("/socket.io" + Handshake));
    }

    [Fact]
    [Trait("Spec", "SRV-018")]
    [Trait("Spec", "T-61")]
    public async Task The_client_is_served_unless_the_option_says_otherwise()
    {
        await using var host = await WebHost.StartAsync(app => app.MapSocketIO("/my-custom-path/"));
        await using var without = await WebHost.StartAsync(options: o => o.ServeClient = false);

        using var served = await host.Http.GetAsync("/my-custom-path/socket.io.js?v=1");
        using var unknown = await host.Http.GetAsync("/my-custom-path/nothing.js");
        using var notServed = await without.Http.GetAsync("/socket.io/socket.io.js");

        Assert.True(served.Headers.ETag is not null || served.StatusCode is HttpStatusCode.NotFound);
        Assert.Equal("{\"code\":0,\"message\":\"Transport unknown\"}", await unknown.Content.ReadAsStringAsync());
        Assert.Equal("{\"code\":0,\"message\":\"Transport unknown\"}", await notServed.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-013")]
    public async Task Several_servers_live_side_by_side_with_other_endpoints()
    {
        await using var host = await WebHost.StartAsync(
            app =>
            {
                app.MapSocketIO();
                app.MapSocketIO("/admin/", "admin").On("who", () => "admin");
                app.MapGet("/count", (SocketIOServer io, [FromKeyedServices("admin")] SocketIOServer admin) => $"{io.SocketsCount} {admin.SocketsCount}");
                app.MapGroup("/nested").MapSocketIO("/third", "third");
            },
            services: services =>
            {
                services.AddSocketIO("admin", o => o.PingInterval = TimeSpan.FromSeconds(7));
                services.AddSocketIO("third");
            });

        var admin = await host.OpenPollingAsync("/admin/");
        await host.PostAsync(admin, "40\u001e420[\"who\"]");

        Assert.Matches("^40\\{\"sid\":\"[^\"]+\"\\}\u001e430\\[\"admin\"\\]$", await host.Http.GetStringAsync(admin));
        Assert.Equal("0 1", await host.Http.GetStringAsync("/count"));
        Assert.Contains("\"pingInterval\":7000", await host.Http.GetStringAsync("/admin/" + Handshake));
        Assert.Contains("\"pingInterval\":25000", await host.Http.GetStringAsync("/nested/third/" + Handshake));
        using var foreign = await host.Http.GetAsync(admin.Replace("/admin/", "/socket.io/", StringComparison.Ordinal));
        Assert.Contains("Session ID unknown", await foreign.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Conventions_apply_to_the_endpoint_also_when_they_come_first()
    {
        await using var host = await WebHost.StartAsync(
            app =>
            {
                app.UseAuthorization();
                IEndpointConventionBuilder io = app.Services.GetRequiredService<SocketIOServer>();
                io.WithMetadata(new TagsAttribute("before"));
                app.MapSocketIO().RequireAuthorization("nobody").WithMetadata(new TagsAttribute("after"));
            },
            services: services =>
            {
                services.AddAuthentication("none").AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, NoAuthentication>("none", null);
                services.AddAuthorizationBuilder().AddPolicy("nobody", policy => policy.RequireAssertion(_ => false));
            });

        Assert.Equal(401, await host.StatusOfAsync("/socket.io/" + Handshake));
        var endpoint = Assert.Single(host.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        Assert.Equal(["before", "after"], endpoint.Metadata.GetOrderedMetadata<TagsAttribute>().SelectMany(t => t.Tags));
        Assert.NotNull(endpoint.Metadata.GetMetadata<IAuthorizeData>());
    }

    [Fact]
    public async Task Single_events_and_namespaces_take_policies()
    {
        await using var server = new ServerHarness(addServices: services => services.AddAuthorizationBuilder()
            .AddPolicy("yes", policy => policy.RequireAssertion(context => context.Resource is ServerSocket))
            .AddPolicy("no", policy => policy.RequireAssertion(_ => false)));
        server.Io.On("allowed", () => "yes").RequireAuthorization("yes");
        server.Io.On("forbidden", () => "no").RequireAuthorization("yes", "no");
        server.Io.On("anonymous", () => "no").RequireAuthorization();
        server.Io.Of("/ops").RequireAuthorization("no");
        server.Io.Of("/all").RequireAuthorization("yes").On("in", () => 1);
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"allowed\"]", "21[\"forbidden\"]", "22[\"anonymous\"]");
        Assert.Equal(["30[\"yes\"]"], client.Drain());
        await client.SendAsync("0/ops,");
        Assert.Equal("4/ops,{\"message\":\"not authorized\"}", await client.ReceiveAsync());
        await client.JoinAsync("/all");
        Assert.Equal(2, server.Logs.Entries.Count(e => e.Event == "EventForbidden"));
    }

    [Fact]
    [Trait("Spec", "SRV-050")]
    [Trait("Spec", "SRV-116")]
    public async Task The_connection_tells_its_transport_and_when_it_changes()
    {
        await using var host = await WebHost.StartAsync();
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        host.Io.OnConnection(socket =>
        {
            seen.Enqueue($"{socket.Connection.Transport} {socket.Connection.Protocol}");
            socket.Connection.Upgraded += transport => seen.Enqueue($"upgraded {transport} {socket.Connection.Transport}");
            socket.Connection.Upgraded += _ => throw new InvalidOperationException();
        });
        var errors = 0;
        host.Io.OnError(_ => errors++);
        var session = await host.OpenPollingAsync();
        await host.PostAsync(session, "40");

        using var socket = new System.Net.WebSockets.ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Http.BaseAddress!.Port}{session.Replace("polling", "websocket", StringComparison.Ordinal)}"), CancellationToken.None);
        await WebHost.SendAsync(socket, "2probe");
        Assert.Equal("3probe", await WebHost.ReceiveAsync(socket));
        await WebHost.SendAsync(socket, "5");

        await SocketIO.Tests.Wait.Until("the upgrade is told", () => seen.Count == 2 && errors == 1);
        Assert.Equal(["polling 4", "upgraded websocket websocket"], seen);
        Assert.StartsWith("40{", await WebHost.ReceiveAsync(socket));
    }

    [Fact]
    [Trait("Spec", "SRV-045")]
    public async Task Middlewares_of_the_requests_belong_to_the_engine()
    {
        await using var host = await WebHost.StartAsync();
        host.Io.Engine.Use((context, next) =>
        {
            context.Response.Headers["x-seen"] = "yes";
            return next();
        });

        using var response = await host.Http.GetAsync("/socket.io/" + Handshake);

        Assert.Equal("yes", Assert.Single(response.Headers.GetValues("x-seen")));
    }

    [Fact]
    public async Task A_host_of_its_own_takes_three_lines()
    {
        await using var host = SocketIOHost.Create(0, o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        host.Server.On("hello", (string name) => $"hello {name}");
        await host.StartAsync();

        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.Single().Replace("[::]", "127.0.0.1", StringComparison.Ordinal)) };
        Assert.StartsWith("0{", await http.GetStringAsync("/socket.io/" + Handshake));
        using var elsewhere = await http.GetAsync("/elsewhere");
        Assert.Equal((HttpStatusCode.NotFound, string.Empty), (elsewhere.StatusCode, await elsewhere.Content.ReadAsStringAsync()));
        await host.StopAsync();
    }
}
