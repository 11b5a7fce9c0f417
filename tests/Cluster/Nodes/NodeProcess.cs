using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocketIO.Tests.Cluster;

/// <summary>A server of the npm package socket.io with an npm adapter, in a process of its own.</summary>
internal sealed class NodeProcess : IClusterNode
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _questions = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Task<string> _errors;
    private readonly Task _reading;
    private int _lastId;

    private NodeProcess(Process process, string name)
    {
        _process = process;
        Name = name;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public string Name { get; }

    public int Port { get; private set; }

    public Process Process => _process;

    public static async Task<NodeProcess> StartAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { Path.Combine(Checkout.PathTo("tests", "node", "cluster"), "server.mjs") },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var node = new NodeProcess(Process.Start(start) ?? throw new InvalidOperationException("Node did not start."), name);
        node.Port = await Wait.For($"{name} to listen", node._port.Task);
        return node;
    }

    public Task<JsonElement> RunAsync(string operation, string ns, object? arguments = null)
    {
        var question = (JsonObject)(JsonSerializer.SerializeToNode(arguments ?? new { }, JsonSerializerOptions.Web) ?? new JsonObject());
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);

        lock (_gate)
        {
            question["id"] = ++_lastId;
            question["op"] = operation;
            question["nsp"] = ns;
            _questions[_lastId] = answer;
            _process.StandardInput.WriteLine(question.ToJsonString());
            _process.StandardInput.Flush();
        }

        return Wait.For($"{Name} to {operation}", answer.Task);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Wait.For($"{Name} to end", Task.WhenAll(_process.WaitForExitAsync(), _reading, _errors));
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonElement.Parse(line);

            if (answer.TryGetProperty("port", out var port))
            {
                _port.TrySetResult(port.GetInt32());
            }
            else if (_questions.TryRemove(answer.GetProperty("id").GetInt32(), out var question))
            {
                if (answer.TryGetProperty("error", out var error))
                {
                    question.TrySetException(new InvalidOperationException($"{Name}: {error.GetString()}"));
                }
                else
                {
                    question.TrySetResult(answer.GetProperty("result"));
                }
            }
        }

        _port.TrySetException(new InvalidOperationException($"{Name} has ended: {await _errors}"));
    }
}
