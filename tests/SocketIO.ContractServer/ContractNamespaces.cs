using System.Text.RegularExpressions;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>The namespaces of the contract.</summary>
internal static partial class ContractNamespaces
{
    public static void Add(SocketIOServer io)
    {
        var state = new ContractState();
        io.Engine.OnConnectionError(state.Refused);

        CommonHandlers.Add(io, state);
        CommonHandlers.Add(io.Of(DynamicName()), state);
        CommonHandlers.Add(io.Of((name, auth) => name.StartsWith("/fn-", StringComparison.Ordinal) && Allows(auth)), state);

        var custom = CommonHandlers.Add(io.Of("/custom"), state);
        custom.OnConnection((ServerSocket socket) => socket.EmitAsync("auth", socket.Handshake.Auth).AsTask());

        var hello = CommonHandlers.Add(io.Of("/hello"), state);
        hello.OnConnection(async (ServerSocket socket) =>
        {
            await socket.EmitAsync("greeting", "welcome", new { n = 1 });
            await socket.EmitAsync("greeting-bin", new byte[] { 9, 8, 7 });
        });

        AuthMiddlewares.Add(CommonHandlers.Add(io.Of("/auth"), state));
        AddKick(CommonHandlers.Add(io.Of("/kick"), state), close: false);
        AddKick(CommonHandlers.Add(io.Of("/kick-close"), state), close: true);
        io.Of("/late").OnConnection((ServerSocket socket) => Detached.Run(() => ArmAsync(socket)));
    }

    private static void AddKick(ServerNamespace ns, bool close) => ns.OnConnection(async (ServerSocket socket) =>
    {
        await socket.EmitAsync("echoed", "before kick");
        await socket.DisconnectAsync(close);
    });

    private static async Task ArmAsync(ServerSocket socket)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        socket.On("hello", () => "heard");
        await socket.EmitAsync("armed");
    }

    private static bool Allows(System.Text.Json.JsonElement auth)
        => auth.ValueKind == System.Text.Json.JsonValueKind.Object && auth.TryGetProperty("allow", out var allow) && allow.ValueKind == System.Text.Json.JsonValueKind.True;

    [GeneratedRegex(@"^/dyn-\d+$")]
    private static partial Regex DynamicName();
}
