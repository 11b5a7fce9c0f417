using System.Globalization;
using System.Text;

namespace SocketIO.Load;

/// <summary>
/// What the kernel says about the measured process.
/// </summary>
internal sealed class ServerProcess(int id)
{
    // USER_HZ, and the page size: fixed at 100 and 4096 in the x86-64 and arm64 kernels that distributions ship.
    private const long TicksPerSecond = 100;
    private const long PageBytes = 4096;

    /// <summary>Reads the processor time that all threads have used so far, in user and kernel mode.</summary>
    public TimeSpan ReadCpuTime()
    {
        var stat = Read("stat");

        // The second field is the program's name in parentheses and may hold blanks: count fields from behind it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new TimeSpan((Number(fields[11]) + Number(fields[12])) * TimeSpan.TicksPerSecond / TicksPerSecond);
    }

    /// <summary>Reads how much memory is resident, in bytes.</summary>
    public long ReadResidentBytes() => Number(Read("statm").Split(' ')[1]) * PageBytes;

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private string Read(string file) => File.ReadAllText($"/proc/{id}/{file}", Encoding.UTF8);
}
