using HealthProbe.Cli;

namespace HealthProbe.Tests;

/// <summary>Argument lists, and environments, that a person or a machine might write: mostly right, often nearly right.</summary>
internal sealed class WrittenArguments(int seed)
{
    private static readonly string[] Hosts =
    [
        "db", "localhost", "LOCALHOST", "healthprobe", "listen", "127.0.0.1", "0.0.0.0", "::1", "::", "[::1]", "[::]", "fe80::1%eth0", "::ffff:1.2.3.4",
        "my_db.internal.", "xn--bcher-kva", "10.0.0.1", "1.2.3", "0x7f.1", "[suggest]", "[db]", "@file", "a@b", "", "h", "help", "version", "true", "?", "/?",
    ];

    private static readonly string[] Ports = ["1", "80", "443", "5432", "8000", "8080", "65535", "65536", "0", "00080", "-1", "http", "", "٨٠", "+80"];

    private static readonly string[] Others =
    [
        "-h", "--help", "/h", "--version", "-q", "--quiet", "-v", "-t", "1s", "--timeout=1s", "-o", "json", "--first", "--", "-", "${PORT}", "${HOST:-db}", "$${",
        "tcp://db:80", "tcp://db:80/", "http://db/", "http://db:80?a=b#c", "https://user:word@[::1]/health", "HTTP://DB", "http://db/a b", "http://", "unix:///run/app.sock", "unix://run/app.sock", "file:///run/heart%20beat", "FILE:///run/beat", "listen://:8000", "listen://db:80", "listen://[::]:80/", "file:///", "--max-age", "--send=a", "--expect=b", "@/etc/hostname", "[diagram]", "healthprobe.dll", "healthprobe:80", "[suggest:1]", "--any", "\ufffd",
    ];

    private static readonly string[] Values = ["", "", "", "1", "true", "db:80", "1s"];

    private readonly Random _random = new(seed);

    public (string[] Arguments, WrittenCommand Command) Next()
    {
        string[] arguments = [.. List().Select(argument => Chance(8) ? Mutated(argument) : argument)];
        (string, string)[] variables = Chance(6)
            ? [(Pick(Variables.All) + (Chance(4) ? "_X" : ""), Pick(Values)), ("PORT", Pick(Ports))]
            : [("PORT", Pick(Ports)), ("HOST", Pick(Hosts))];
        return (arguments, new WrittenCommand(variables));
    }

    private static readonly string[] Plain =
    [
        "http://127.0.0.1:8080/health", "http://127.0.0.1/?a=b#c", "http://[::1]:80/a%20b", "http://localhost", "tcp://[2001:db8::1]:443", "unix:///run/app.sock",
        "redis://127.0.0.1", "redis://localhost:6380/", "memcached://[::1]", "127.0.0.1:${PORT}", "${HOST:-::1}", ":8080", "http://0.0.0.0:${PORT:-80}",
    ];

    private static readonly string[] Switches = ["-q", "--quiet", "-t=1.5s", "--timeout=250ms", "--timeout:2m", "-t1s", "-t=0.5"];

    private IEnumerable<string> List() => _random.Next(12) switch
    {
        9 => [Pick(Plain)],
        10 => [Pick(Switches), Pick(Plain)],
        11 => [Pick(Plain), "-t", Pick(Values), .. Chance(2) ? [Pick(Switches)] : Array.Empty<string>()],
        0 => [],
        1 => [Pick(Hosts)],
        2 => [Pick(Ports)],
        3 => [$"{Pick(Hosts)}:{Pick(Ports)}"],
        4 => [$":{Pick(Ports)}"],
        5 => [Pick(Others)],
        6 => [Pick(Others), .. List().Take(2)],
        _ => [Pick(Hosts), Pick(Ports)],
    };

    private string Mutated(string text)
    {
        int position = _random.Next(text.Length + 1);
        return _random.Next(4) switch
        {
            0 => text.Insert(position, ((char)_random.Next(0x20, 0x7f)).ToString()),
            1 => text.Insert(position, Pick(Ports)),
            2 => text[..position],
            _ => text.ToUpperInvariant(),
        };
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
