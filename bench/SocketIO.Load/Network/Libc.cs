using System.Runtime.InteropServices;

namespace SocketIO.Load;

/// <summary>
/// The system calls of the load generator. System.Net.Sockets would move every completion through its own epoll thread
/// and the thread pool; the generator has one core and must stay cheaper than the server it measures.
/// </summary>
internal static partial class Libc
{
    public const int EpollIn = 0x1;
    public const int EpollOut = 0x4;
    public const int EpollCtlAdd = 1;
    public const int EpollCtlDelete = 2;
    public const int EpollCtlModify = 3;

    public const int Again = 11;
    public const int Interrupted = 4;

    private const int AddressFamilyInternet = 2;
    private const int SocketStream = 1;
    private const int CloseOnExec = 0x80000;
    private const int ProtocolTcp = 6;
    private const int TcpNoDelay = 1;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    // struct epoll_event is packed on x86-64 only: uint32 events, then uint64 data.
    public static readonly int EpollEventSize = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 12 : 16;
    public static readonly int EpollDataOffset = EpollEventSize - 8;

    public static int OpenSocket() => Check(Socket(AddressFamilyInternet, SocketStream | CloseOnExec, 0), "socket");

    /// <summary>
    /// Connects and waits. On the loopback interface the kernel answers before the server has accepted, so this takes
    /// microseconds, unless the listen queue is full.
    /// </summary>
    public static void Connect(int descriptor, int port)
    {
        // struct sockaddr_in: family, port in network order, 127.0.0.1, padding.
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)AddressFamilyInternet);
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        address[4] = 127;
        address[7] = 1;

        Check(Connect(descriptor, ref MemoryMarshal.GetReference(address), address.Length), "connect");

        var on = 1;
        Check(SetSocketOption(descriptor, ProtocolTcp, TcpNoDelay, ref on, sizeof(int)), "setsockopt");
    }

    /// <summary>Receives without waiting: a count, 0 at the end of the stream, or minus the error number.</summary>
    public static int Receive(int descriptor, Span<byte> buffer)
        => Result(Receive(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length, DontWait));

    /// <summary>Sends without waiting: a count, or minus the error number.</summary>
    public static int Send(int descriptor, ReadOnlySpan<byte> data)
        => Result(Send(descriptor, ref MemoryMarshal.GetReference(data), data.Length, DontWait | NoSignal));

    public static int Check(int result, string call)
        => result >= 0 ? result : throw new IOException($"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, ref byte epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    public static partial int EpollWait(int epoll, ref byte events, int maxEvents, ref TimeSpec timeout, nint signalMask);

    private static int Result(nint result) => result >= 0 ? (int)result : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int descriptor, ref byte address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOption(int descriptor, int level, int option, ref int value, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int descriptor, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, ref byte buffer, nint length, int flags);

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec(TimeSpan value)
    {
        public long Seconds = value.Ticks / TimeSpan.TicksPerSecond;
        public long Nanoseconds = value.Ticks % TimeSpan.TicksPerSecond * 100;
    }
}
