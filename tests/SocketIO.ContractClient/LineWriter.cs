using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.ContractClient;

/// <summary>Writes JSON objects, one a line, each at once.</summary>
internal sealed class LineWriter(Stream output)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Lock _gate = new();

    public void Write(object line)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(line, line.GetType(), Options);

        lock (_gate)
        {
            output.Write([.. json, (byte)'\n']);
            output.Flush();
        }
    }
}
