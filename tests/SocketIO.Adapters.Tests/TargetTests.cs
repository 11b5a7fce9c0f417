namespace SocketIO.Adapters.Tests;

public sealed class TargetTests
{
    [Fact]
    [Trait("Spec", "SRV-080")]
    public void Every_step_makes_another_target()
    {
        var one = Target.Everyone.WithRooms("a");
        var two = one.WithRooms("b", "a").WithExcept("c").WithFlags(BroadcastFlags.Volatile);

        Assert.Empty(Target.Everyone.Rooms.ToArray());
        Assert.Equal(["a"], one.Rooms.ToArray());
        Assert.Empty(one.Except.ToArray());
        Assert.Equal(BroadcastFlags.None, one.Flags);
        Assert.Equal(["a", "b"], two.Rooms.ToArray());
        Assert.Equal(["c"], two.Except.ToArray());
        Assert.Equal(BroadcastFlags.Volatile, two.Flags);
    }

    [Fact]
    public void A_step_that_changes_nothing_costs_nothing()
    {
        var target = Target.Everyone.WithRooms("a").WithExcept("b");

        Assert.Same(target, target.WithRooms("a").WithExcept("b").WithFlags(BroadcastFlags.None));
    }

    [Fact]
    public void A_room_must_have_a_name()
        => Assert.Throws<ArgumentNullException>(() => Target.Everyone.WithRooms([null!]));
}
