using System.Collections.Concurrent;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>How the application is told: one thing after another.</summary>
public sealed class CallbackQueueTests
{
    private readonly ConcurrentQueue<Exception> _errors = new();

    private CallbackQueue Make(SynchronizationContext? context = null, int capacity = 10) => new(context, capacity, (error, _) => _errors.Enqueue(error));

    [Fact]
    [Trait("Spec", "CLI-042")]
    public async Task It_is_never_told_on_the_callers_stack()
    {
        var queue = Make();
        var isInside = new AsyncLocal<bool> { Value = true };
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Enqueue(new Act(() => seen.TrySetResult(isInside.Value)));
        Assert.False(await Wait.For("the callback", seen.Task));
    }

    [Fact]
    public async Task The_order_is_that_of_the_calls_from_each_thread()
    {
        var queue = Make();
        var told = new List<(int Thread, int Number)>();

        Parallel.For(0, 8, thread =>
        {
            for (var number = 0; number < 1000; number++)
            {
                var what = (thread, number);
                queue.Enqueue(new Act(() => told.Add(what)));
            }
        });

        await Wait.For("all", queue.WhenToldAsync());
        Assert.Equal(8000, told.Count);
        Assert.All(told.GroupBy(what => what.Thread), group => Assert.Equal(Enumerable.Range(0, 1000), group.Select(what => what.Number)));
    }

    [Fact]
    public async Task A_handler_that_takes_its_time_is_awaited_before_the_next()
    {
        var queue = Make();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new ConcurrentQueue<string>();
        queue.Enqueue(new Act(async () =>
        {
            told.Enqueue("first begins");
            await gate.Task;
            told.Enqueue("first ends");
        }));
        queue.Enqueue(new Act(() => told.Enqueue("second")));
        await Wait.Until("the first has begun", () => !told.IsEmpty);
        Assert.Single(told);
        gate.SetResult();
        await Wait.For("all", queue.WhenToldAsync());
        Assert.Equal(["first begins", "first ends", "second"], told);
    }

    [Fact]
    public async Task What_handlers_throw_is_reported_once_and_the_rest_go_on()
    {
        var queue = Make();
        var told = false;
        queue.Enqueue(new Act(() => throw new InvalidOperationException("at once")));
        queue.Enqueue(new Act(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        }));
        queue.Enqueue(new Act(() => told = true));
        await Wait.For("all", queue.WhenToldAsync());
        Assert.True(told);
        Assert.Equal(["at once", "later"], _errors.Select(error => error.Message));
    }

    [Fact]
    public async Task A_report_that_fails_itself_stops_nothing()
    {
        var queue = new CallbackQueue(null, 10, (_, _) => throw new InvalidOperationException("The log is full."));
        queue.Enqueue(new Act(() => throw new InvalidOperationException("at once")));
        queue.Enqueue(new Act(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        }));
        await Wait.For("all", queue.WhenToldAsync());
    }

    [Fact]
    public async Task It_is_ready_again_when_fewer_wait_than_the_capacity()
    {
        var queue = Make(capacity: 3);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Enqueue(new Act(async () =>
        {
            begun.SetResult();
            await gate.Task;
        }));
        await Wait.For("the first", begun.Task);
        queue.Enqueue(new Act(() => { }));
        queue.Enqueue(new Act(() => { }));
        Assert.True(queue.WhenReadyAsync().IsCompletedSuccessfully);
        queue.Enqueue(new Act(() => { }));
        var ready = queue.WhenReadyAsync().AsTask();
        var alsoReady = queue.WhenReadyAsync().AsTask();
        Assert.False(ready.IsCompleted);
        gate.SetResult();
        await Wait.For("it to be ready", Task.WhenAll(ready, alsoReady));
    }

    [Fact]
    public async Task Handlers_are_called_in_the_context_that_was_asked_for()
    {
        using var context = new OneThread();
        var queue = Make(context);
        var threads = new ConcurrentQueue<int>();

        for (var i = 0; i < 3; i++)
        {
            queue.Enqueue(new Act(async () =>
            {
                threads.Enqueue(Environment.CurrentManagedThreadId);
                await Task.Yield();
                threads.Enqueue(Environment.CurrentManagedThreadId);
            }));
        }

        await Wait.For("all", queue.WhenToldAsync());
        Assert.Equal(6, threads.Count);
        Assert.All(threads, thread => Assert.Equal(context.ThreadId, thread));
    }

    [Fact]
    public async Task A_list_tells_all_its_handlers_even_if_some_throw()
    {
        var queue = Make();
        var list = new CallbackList<int>();
        var told = new List<string>();
        list.Add(value => told.Add($"first {value}"));
        list.Add((Action<int>)(_ => throw new InvalidOperationException("one")));
        list.Add(async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("two");
        });
        var last = list.Add(value => told.Add($"last {value}"));
        list.Raise(queue, 1);
        await Wait.For("all", queue.WhenToldAsync());
        last.Dispose();
        last.Dispose();
        list.Raise(queue, 2);
        await Wait.For("all", queue.WhenToldAsync());
        Assert.Equal(["first 1", "last 1", "first 2"], told);
        Assert.All(_errors, error => Assert.Equal(["one", "two"], Assert.IsType<AggregateException>(error).InnerExceptions.Select(inner => inner.Message)));
    }

    [Fact]
    public void The_same_handler_twice_is_two_registrations()
    {
        var list = new CallbackList<int>();
        Action<int> handler = _ => { };
        var one = list.Add(handler);
        var two = list.Add(handler);
        one.Dispose();
        Assert.False(list.IsEmpty);
        two.Dispose();
        Assert.True(list.IsEmpty);
    }

    private sealed class Act(Func<Task> act) : Callback
    {
        public Act(Action act)
            : this(() =>
            {
                act();
                return Task.CompletedTask;
            })
        {
        }

        public override ValueTask InvokeAsync() => new(act());
    }
}
