using System.Reflection;
using System.Runtime.Versioning;
using SocketIO.Client;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Downlevel.Tests;

/// <summary>That the other tests here prove what they are there for.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData(typeof(PacketDecoder))]
    [InlineData(typeof(MessagePackParser))]
    [InlineData(typeof(SocketIOClient))]
    public void The_libraries_are_those_for_NET_Standard(Type type)
        => Assert.Equal(".NETStandard,Version=v2.0", type.Assembly.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName);
}
