namespace SocketIO.Tests;

/// <summary>Compares packets of two conversations in which ids differ, and carries the ids of questions over.</summary>
internal interface IPacketShape
{
    /// <summary>Asserts that a packet is the recorded one but for its ids.</summary>
    void AssertSame(string recorded, string actual);

    /// <summary>The packet that the client would send now: an answer carries the id of the question that was asked now.</summary>
    string Translate(string packet);
}
