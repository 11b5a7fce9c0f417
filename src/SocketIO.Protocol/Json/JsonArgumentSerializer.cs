using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Protocol;

/// <summary>
/// Serialises arguments with <see cref="System.Text.Json"/>, in the text that <c>JSON.stringify</c> would write.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Array"/>s, memory and array segments of bytes become binary attachments wherever they are in an object graph, and are
/// read from them. Dates are written in UTC with milliseconds, numbers that are not finite as <c>null</c>.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class JsonArgumentSerializer : IArgumentSerializer
{
    // Serialisation calls converters of the application, which may emit in turn: a writer is taken out while it is used.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    // Never written to; idle writers hold it instead of the buffer they wrote to last.
    private static readonly ArrayBufferWriter<byte> _nowhere = new();

    private static readonly Type[] _plainTypes =
    [
        typeof(string), typeof(int), typeof(long), typeof(double), typeof(bool), typeof(JsonElement), typeof(object), typeof(byte[]), typeof(ReadOnlyMemory<byte>),
    ];

    /// <summary>Initializes a new instance of the <see cref="JsonArgumentSerializer"/> class.</summary>
    /// <param name="options">
    /// The options to start from, copied; converters in them go before ours. A source-generated context can be given as their resolver.
    /// By default names are written in camel case and read in any case, like those of the JSON protocol of ASP.NET Core SignalR; types are looked at
    /// by reflection, unless the program turns that off, as trimmed and native ones do: those need a context for all but strings, numbers, booleans and binary data.
    /// </param>
    /// <param name="marksTypes">Whether to mark what JSON has no type for, see <see cref="TypeMark"/>: for parsers whose formats have one.</param>
    public JsonArgumentSerializer(JsonSerializerOptions? options = null, bool marksTypes = false)
    {
        MarksTypes = marksTypes;
        CustomizesPrimitives = options is not null && Customizes(options);
        Options = options is null
            ? new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true }
            : new JsonSerializerOptions(options);
        Options.Encoder ??= JsonStringifyEncoder.Instance;
        Options.Converters.Add(new ByteArrayConverter());
        Options.Converters.Add(new ReadOnlyMemoryConverter());
        Options.Converters.Add(new MemoryConverter());
        Options.Converters.Add(new ArraySegmentConverter());
        Options.Converters.Add(new EventArgumentConverter(this));
        Options.Converters.Add(new DateTimeConverter(marksTypes));
        Options.Converters.Add(new DateTimeOffsetConverter(marksTypes));
        Options.Converters.Add(new JsonNodeConverterFactory());

        if (Options.NumberHandling is JsonNumberHandling.Strict)
        {
            Options.Converters.Add(new DoubleConverter(marksTypes));
            Options.Converters.Add(new SingleConverter(marksTypes));
        }

        Options.TypeInfoResolver = (Options.TypeInfoResolver ?? CreateDefaultResolver()).WithAddedModifier(NumberHandling.Restore);
        Options.MakeReadOnly();
    }

    /// <summary>Gets the serializer with default options.</summary>
    public static JsonArgumentSerializer Default { get; } = new();

    /// <summary>Gets the options in effect, read-only.</summary>
    public JsonSerializerOptions Options { get; }

    /// <inheritdoc/>
    public bool CustomizesPrimitives { get; }

    /// <summary>Gets a value indicating whether what JSON has no type for is marked.</summary>
    internal bool MarksTypes { get; }

    /// <inheritdoc/>
    public void Serialize(IBufferWriter<byte> output, object? value, List<ReadOnlyMemory<byte>>? attachments)
    {
        ArgumentNullException.ThrowIfNull(output);

        var writer = RentWriter(output);

        try
        {
            using var scope = new AttachmentScope(attachments, null);

            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                JsonSerializer.Serialize(writer, value, Options.GetTypeInfo(value.GetType()));
            }

            writer.Flush();
        }
        finally
        {
            // Forgets what it has not flushed, so that a writer that an exception went through can be used again.
            writer.Reset(_nowhere);
            _writer = writer;
        }
    }

    /// <inheritdoc/>
    public T? Deserialize<T>(ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[]? attachments)
    {
        using var scope = new AttachmentScope(null, attachments);
        return JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));
    }

    /// <inheritdoc/>
    public object? Deserialize(ReadOnlySpan<byte> json, Type type, ReadOnlyMemory<byte>[]? attachments)
    {
        ArgumentNullException.ThrowIfNull(type);

        using var scope = new AttachmentScope(null, attachments);
        return JsonSerializer.Deserialize(json, Options.GetTypeInfo(type));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reflection is off by default in trimmed programs, which give a source-generated context.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reflection is off by default in native programs, which give a source-generated context.")]
    private static IJsonTypeInfoResolver CreateDefaultResolver()
        => JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : JsonTypeInfoResolver.Combine();

    private static bool Customizes(JsonSerializerOptions options)
        => options.NumberHandling is not JsonNumberHandling.Strict
            || options.Encoder is not null
            || options.Converters.Any(static converter => Array.Exists(_plainTypes, converter.CanConvert));

    private Utf8JsonWriter RentWriter(IBufferWriter<byte> output)
    {
        var writer = _writer;
        _writer = null;

        if (writer is null || writer.Options.Encoder != Options.Encoder)
        {
            return new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true });
        }

        writer.Reset(output);
        return writer;
    }
}
