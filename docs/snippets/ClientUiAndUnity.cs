using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientUiAndUnity
{
    // snippet: client-ui-and-unity/window
    internal sealed class ChatWindow : Window
    {
        private readonly SocketIOClient _client;

        public ChatWindow()
        {
            // On the thread of the user interface, so that Current is its context.
            _client = new SocketIOClient("https://example.com", options => options.CallbackContext = SynchronizationContext.Current);
            _client.On("chat message", (string text) => Messages.Add(text));
            _client.OnConnectError(error => Status = error.Advice);
            _client.OnConnect(() => Status = "connected");
        }

        protected override async void OnLoaded() => await _client.ConnectAsync();

        protected override async void OnClosed() => await _client.DisposeAsync();
    }
    // end

    // snippet: client-ui-and-unity/behaviour
    internal sealed class Chat : MonoBehaviour
    {
        private SocketIOClient? _client;

        private void Awake()
        {
            _client = new SocketIOClient("https://example.com", options => options.CallbackContext = SynchronizationContext.Current);
            _client.On("moved", (string player, float x, float y) => Move(player, x, y));
            _client.Connect();
        }

        private async void OnDestroy() => await _client!.DisposeAsync();
    }
    // end

    /// <summary>Stands for what WPF, MAUI and others call so.</summary>
    internal abstract class Window
    {
        protected IList<string> Messages { get; } = [];

        protected string Status { get; set; } = "";

        protected abstract void OnLoaded();

        protected abstract void OnClosed();
    }

    /// <summary>Stands for Unity's.</summary>
    internal abstract class MonoBehaviour
    {
        protected void Move(string player, float x, float y) => Console.WriteLine($"{this}: {player} {x} {y}");
    }
}
