using System.Globalization;
using HealthProbe.Soak;

// bench/soak.sh says how it is called.
string binaries = Environment.GetEnvironmentVariable("SOAK_BINARIES") ?? "artifacts";
string helper = Environment.GetEnvironmentVariable("SOAK_HELPER") ?? "artifacts/ask";
int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
switch (args is [string what, ..] ? what : "")
{
    case "peers":
        using (var round = new Round(helper, Path.Combine(binaries, "healthprobe"), isTimed: true))
        {
            await PeerRounds.RunAsync(round, seeds: Number(1, 200), tlsStep: 1);
            round.Complaints.ForEach(Console.WriteLine);
            Console.WriteLine($"peers: {Round.Summary([round])}");
            return round.Complaints.Count == 0 ? 0 : 1;
        }

    case "probes":
        using (var soak = new ProbeSoak(helper, Path.Combine(binaries, "healthprobe"), Number(1, 100_000), Number(2, 1)))
        {
            return await soak.RunAsync() ? 0 : 1;
        }

    case "sidecar":
        await using (var soak = new SidecarSoak(Path.Combine(binaries, "healthprobe-sidecar"), TimeSpan.FromMinutes(Number(1, 30)), Number(2, 1)))
        {
            return await soak.RunAsync() ? 0 : 1;
        }

    default:
        await Console.Error.WriteLineAsync("soak: say peers, probes or sidecar");
        return 1;
}
