using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;

namespace SocketIO.Server;

/// <summary>
/// The JavaScript client's files. They are embedded brotli-compressed, and converted to what else a client accepts on first use.
/// </summary>
internal sealed class ClientBundleFiles
{
    private const string ResourcePrefix = "client/";

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "socket.io.js",
        "socket.io.js.map",
        "socket.io.min.js",
        "socket.io.min.js.map",
        "socket.io.esm.min.js",
        "socket.io.esm.min.js.map",
        "socket.io.msgpack.min.js",
        "socket.io.msgpack.min.js.map");

    private readonly Func<string, Stream?> _open;
    private readonly ConcurrentDictionary<(string Name, string? Encoding), byte[]> _converted = new();

    /// <param name="open">Opens an embedded file, or returns null: a build without npm has none.</param>
    public ClientBundleFiles(Func<string, Stream?> open)
    {
        _open = open;
        using var version = open("version");

        if (version is not null)
        {
            using var reader = new StreamReader(version);
            Version = reader.ReadToEnd().Trim();
        }
    }

    /// <summary>Gets the files of this assembly.</summary>
    public static ClientBundleFiles Embedded { get; } =
        new(name => Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name));

    /// <summary>Gets the client's version, or null when there is no client.</summary>
    public string? Version { get; }

    /// <summary>Says whether a file of this exact name is served. No part of a request is ever looked up in a file system.</summary>
    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>Opens one of the files, in the encoding <c>br</c>, <c>gzip</c>, <c>deflate</c> or, for null, as it is.</summary>
    public Stream Open(string name, string? encoding)
        => encoding == "br"
            ? OpenCompressed(name)
            : new MemoryStream(_converted.GetOrAdd((name, encoding), static (key, files) => files.Convert(key.Name, key.Encoding), this), writable: false);

    private Stream OpenCompressed(string name)
        => _open(name + ".br") ?? throw new InvalidOperationException($"The embedded client lacks {name}.");

    // Each file is converted once in the life of the process: worth the effort.
    private byte[] Convert(string name, string? encoding)
    {
        using var source = new BrotliStream(OpenCompressed(name), CompressionMode.Decompress);
        var result = new MemoryStream();

        switch (encoding)
        {
            case "gzip":
                CopyAndClose(source, new GZipStream(result, CompressionLevel.SmallestSize));
                break;
            case "deflate":
                CopyAndClose(source, new ZLibStream(result, CompressionLevel.SmallestSize));
                break;
            default:
                source.CopyTo(result);
                break;
        }

        // What was written stays readable after the compressor has closed the stream.
        return result.ToArray();
    }

    private static void CopyAndClose(Stream source, Stream target)
    {
        using (target)
        {
            source.CopyTo(target);
        }
    }
}
