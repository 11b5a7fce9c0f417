using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>What is done, to one profile of the contract.</summary>
internal sealed record Transcript(string Name, Profile Profile, IReadOnlyList<Step> Steps)
{
    public override string ToString() => $"{Name}, profile {Profile}\n{string.Join('\n', Steps.Select((step, i) => $"  {i,2} {step}"))}";
}
