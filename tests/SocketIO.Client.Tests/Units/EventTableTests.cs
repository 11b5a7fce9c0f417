namespace SocketIO.Client.Tests;

/// <summary>The handlers of events.</summary>
public sealed class EventTableTests
{
    private readonly EventTable _table = new();

    [Fact]
    [Trait("Spec", "CLI-052")]
    public void Handlers_stay_in_the_order_of_registration()
    {
        Func<IncomingEvent, ValueTask> first = _ => default;
        Func<IncomingEvent, ValueTask> second = _ => default;
        _table.Add("a", first, once: false);
        _table.Add("a", second, once: false);
        _table.Add("a", first, once: false);
        Assert.Equal([first, second, first], _table.Get("a").Select(entry => entry.Invoke));
        Assert.Empty(_table.Get("A"));
    }

    [Fact]
    [Trait("Spec", "CLI-052")]
    public void A_registration_removes_its_own_handler_once()
    {
        Func<IncomingEvent, ValueTask> handler = _ => default;
        var one = _table.Add("a", handler, once: false);
        _table.Add("a", handler, once: false);
        one.Dispose();
        one.Dispose();
        Assert.Single(_table.Get("a"));
    }

    [Fact]
    public void A_handler_that_is_called_once_is_used_by_one_caller()
    {
        _table.Add("a", _ => default, once: true);
        var entry = Assert.Single(_table.Get("a"));
        var uses = 0;
        Parallel.For(0, 100, _ => Interlocked.Add(ref uses, entry.TryUse() ? 1 : 0));
        Assert.Equal(1, uses);
        Assert.Empty(_table.Get("a"));
    }

    [Fact]
    [Trait("Spec", "CLI-052")]
    public void Handlers_are_removed_by_name_and_all_together()
    {
        _table.Add("a", _ => default, once: false);
        _table.Add("b", _ => default, once: false);
        _table.Add("c", _ => default, once: false);
        _table.Remove("a");
        Assert.Equal((0, 1), (_table.Get("a").Length, _table.Get("b").Length));
        _table.Clear();
        Assert.Equal((0, 0), (_table.Get("b").Length, _table.Get("c").Length));
    }

    [Fact]
    public void Names_whose_handlers_are_gone_take_no_space()
    {
        for (var i = 0; i < 100; i++)
        {
            _table.Add($"answer {i}", _ => default, once: false).Dispose();
        }

        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Many_threads_lose_no_handler()
    {
        Parallel.For(0, 1000, i =>
        {
            var gone = _table.Add("a", _ => default, once: false);
            _table.Add("a", _ => default, once: false);
            gone.Dispose();
        });

        Assert.Equal(1000, _table.Get("a").Length);
    }
}
