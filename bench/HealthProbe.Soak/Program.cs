using HealthProbe.Soak;

string helper = Environment.GetEnvironmentVariable("SOAK_ASK") ?? throw new InvalidOperationException("run bench/soak.sh");
string folder = Environment.GetEnvironmentVariable("SOAK_BINARIES") ?? throw new InvalidOperationException("run bench/soak.sh");
using var asker = new Asker(helper);
var round = new Round(asker, Path.Combine(folder, "healthprobe"));
int n = 0;
foreach (Protocol protocol in Cases.Protocols)
{
    foreach (Case each in (Case[])[.. Cases.Ready(protocol), .. Cases.Slow(protocol), .. Cases.Broken(protocol), .. Cases.Nonsense(protocol, 10), .. Cases.Floods(protocol)])
    {
        await round.AskAsync(each, TimeSpan.FromMilliseconds(300), n++ % 3 != 0);
    }
}

foreach (string complaint in round.Complaints)
{
    Console.WriteLine(complaint);
}

Console.WriteLine($"{round.Asked} asked, {round.Repeated} repeated, {round.PeakBytes / 1024} KB, {round.LongestOverrun.TotalMilliseconds:0} ms beyond the timeout, {round.Complaints.Count} wrong; {string.Join(", ", round.Reasons)}");
