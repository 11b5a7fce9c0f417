using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What compiled handlers call to read their arguments.</content>
internal sealed partial class EventInvocation
{
    public bool TryRead<T>(ref ArgumentReader arguments, [MaybeNull] out T value)
    {
        var index = arguments.Index;

        if (arguments.TryRead(Server.Serializer, out value))
        {
            return true;
        }

        return Reject<T>(index);
    }

    public bool TryReadOptional<T>(ref ArgumentReader arguments, T defaultValue, [MaybeNull] out T value)
    {
        if (arguments.Remaining == 0)
        {
            value = defaultValue;
            return true;
        }

        var index = arguments.Index;
        var before = arguments;

        if (arguments.TryRead(Server.Serializer, out value))
        {
            return true;
        }

        // JavaScript sends null for an argument that was left undefined.
        if (before.TryRead<JsonElement>(Server.Serializer, out var sent) && sent.ValueKind is JsonValueKind.Null)
        {
            value = defaultValue;
            return true;
        }

        return Reject<T>(index);
    }

    /// <summary>Reads all that is left, one element each.</summary>
    public bool TryReadRest<T>(ref ArgumentReader arguments, [NotNullWhen(true)] out T[]? value)
    {
        var first = arguments;
        value = new T[arguments.Remaining];

        for (var i = 0; i < value.Length; i++)
        {
            var index = arguments.Index;

            if (!arguments.TryRead<T>(Server.Serializer, out var element))
            {
                // A handler that takes string[] is as well called with one array of strings.
                return (value.Length == 1 && first.TryRead(Server.Serializer, out value) && value is not null) || Reject<T>(index);
            }

            value[i] = element!;
        }

        return true;
    }

    private bool Reject<T>(int index)
    {
        RejectedIndex = index;
        RejectedType = typeof(T);
        return false;
    }
}
