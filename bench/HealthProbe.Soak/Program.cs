using System.Globalization;
using HealthProbe.Soak;

// bench/soak.sh says how it is called.
string binaries = Environment.GetEnvironmentVariable("SOAK_BINARIES") ?? "artifacts";
string helper = Environment.GetEnvironmentVariable("SOAK_HELPER") ?? "artifacts/ask";
int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
switch (args is [string what, ..] ? what : "")
{
    case "sidecar":
        await using (var soak = new SidecarSoak(Path.Combine(binaries, "healthprobe-sidecar"), TimeSpan.FromMinutes(Number(1, 30)), Number(2, 1)))
        {
            return await soak.RunAsync() ? 0 : 1;
        }

    default:
        return 1;
}
