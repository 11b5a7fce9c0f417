using System.Diagnostics;

namespace SocketIO.ClusterFaults;

/// <summary>What the servers have kept in Redis.</summary>
internal static class Stored
{
    public static string[] In(int port)
    {
        using var redis = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{port}", "SMEMBERS", "stored"]) { RedirectStandardOutput = true })!;
        var members = redis.StandardOutput.ReadToEnd();
        redis.WaitForExit();
        return members.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
