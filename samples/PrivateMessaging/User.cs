using System.Security.Cryptography;

/// <summary>Somebody with a name. The id is public; the session is a secret between the server and the user's browser, and lets them in again.</summary>
internal sealed class User(string name)
{
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public string Session { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public Mailbox Mailbox { get; } = new();

    /// <summary>How many pages the user has open, here or elsewhere. Belongs to the store, which writes and reads it under its lock.</summary>
    public int Tabs { get; set; }

    /// <summary>What others see of a user.</summary>
    public object Public => new { Id, name, online = Tabs > 0 };
}
