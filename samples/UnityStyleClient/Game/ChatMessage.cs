namespace Game;

/// <summary>A message of the chat.</summary>
public sealed class ChatMessage
{
    /// <summary>Gets or sets who said it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Gets or sets what was said.</summary>
    public string Text { get; set; } = "";
}
