using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class SourcesTests : IDisposable
{
    private const int Cases = 100;

    private static readonly int Seed = Environment.TickCount;

    private readonly WrittenSettings _files = new();
    private readonly RandomSettings _random;

    public SourcesTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        _random = new RandomSettings(Seed, _files.File("ca.pem", certificate.ExportCertificatePem()), _files.File("token", "0123456789abcdef\n"));
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Agree_whoever_says_what()
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < Cases; i++)
        {
            IReadOnlyList<(Setting Setting, string[] Texts)> written = _random.Next();
            string[] results = [Read(written, _ => 0), Read(written, _ => 1), Read(written, _ => 2), Read(written, _ => _random.Below(3)), Read(written, _ => _random.Below(3))];

            results.Distinct().Should().ContainSingle("the sources agree on {0} (case {1} of seed {2})", string.Join(' ', written.Select(each => $"{each.Setting.Flag} {string.Join('|', each.Texts)}")), i, Seed);
            seen.Add(results[0]);
        }

        seen.Should().HaveCountGreaterThan(Cases / 2, "settings that are all alike prove nothing (seed {0})", Seed);
    }

    [Fact]
    public void Give_the_same_again_when_they_are_printed_and_read()
    {
        for (int i = 0; i < Cases; i++)
        {
            IReadOnlyList<(Setting Setting, string[] Texts)> written = [.. _random.Next().Where(each => !each.Texts.Any(text => text.Contains('?', StringComparison.Ordinal)))];
            string[] args = [.. written.SelectMany(Flags)];
            using var other = new WrittenSettings();

            string printed = other.Printed([.. args, "--print-config"]);
            SidecarSettings again = other.Settings("--config", other.File("sidecar.json", printed));

            WrittenSettings.TextOf(again).Should().Be(WrittenSettings.TextOf(other.Settings(args)), "{0} (case {1} of seed {2})", printed, i, Seed);
        }
    }

    [Fact]
    public void Win_over_each_other_flag_variable_file_default()
    {
        string file = _files.File("sidecar.json", """{ "port": 1, "host": "a", "statsd-host": "a", "dependency": ["a=tcp://a:1", "b=tcp://b:1"] }""");
        _files.Set("HEALTHPROBE_SIDECAR_CONFIG", file).Set("HEALTHPROBE_SIDECAR_PORT", "2").Set("HEALTHPROBE_SIDECAR_HOST", "b").Set("HEALTHPROBE_SIDECAR_DEPENDENCY", "c=tcp://c:1");

        SidecarSettings settings = _files.Settings("--port", "3");

        (settings.Port, settings.Host, settings.StatsdHost, settings.StatsdPort).Should().Be((3, "b", "a", 8125));
        settings.Dependencies.Select(dependency => dependency.Name).Should().Equal("c");
    }

    [Fact]
    public void Say_nothing_wrong_where_another_one_wins()
    {
        _files.Set("HEALTHPROBE_SIDECAR_PORT", "abc");

        _files.Settings("--port", "3").Port.Should().Be(3);
    }

    [Fact]
    public void Agree_with_the_table_on_the_defaults()
    {
        var settings = new SidecarSettings();
        foreach (Setting setting in SettingsTable.All.Where(setting => setting.Default is not null))
        {
            settings = setting.Apply(settings, [setting.Default!], out string? mistake);
            mistake.Should().BeNull(setting.Name);
        }

        WrittenSettings.TextOf(settings).Should().Be(WrittenSettings.TextOf(new SidecarSettings())).And.Be(WrittenSettings.TextOf(_files.Settings()));
    }

    [Fact]
    public void Have_a_setting_for_every_part_of_the_settings() =>
        SettingsTable.All.Should().HaveCount(typeof(SidecarSettings).GetProperties().Length + 1, "one row for each, and two for TLS");

    private static IEnumerable<string> Flags((Setting Setting, string[] Texts) written) => written.Setting.Kind switch
    {
        SettingKind.Switch => [written.Setting.Flag],
        SettingKind.Count => Enumerable.Repeat(written.Setting.Alias!, int.Parse(written.Texts[0], CultureInfo.InvariantCulture)),
        _ => written.Texts.SelectMany(text => (string[])[written.Setting.Flag, text]),
    };

    private string Read(IReadOnlyList<(Setting Setting, string[] Texts)> written, Func<Setting, int> source)
    {
        using var other = new WrittenSettings();
        var args = new List<string>();
        var file = new JsonObject();
        foreach ((Setting Setting, string[] Texts) each in written)
        {
            switch (source(each.Setting))
            {
                case 0:
                    args.AddRange(Flags(each));
                    break;

                case 1:
                    other.Set(each.Setting.Variable, string.Join(_random.Below(2) == 0 ? ' ' : '\n', each.Texts));
                    break;

                default:
                    file[each.Setting.Name] = Json(each.Setting, each.Texts);
                    break;
            }
        }

        if (file.Count > 0)
        {
            args.AddRange(["--config", other.File("sidecar.json", file.ToJsonString())]);
        }

        return WrittenSettings.TextOf(other.Settings([.. args]));
    }

    private JsonNode Json(Setting setting, string[] texts)
    {
        bool isPlain = _random.Below(2) == 0;
        return setting.Kind switch
        {
            SettingKind.List when texts.Length > 1 || isPlain => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
            SettingKind.Sum when isPlain => new JsonArray([.. texts[0].Split('+').Select(name => JsonValue.Create(name))]),
            SettingKind.Switch when isPlain => JsonValue.Create(true),
            SettingKind.Number or SettingKind.Count when isPlain => JsonValue.Create(int.Parse(texts[0], CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(texts[0]),
        };
    }
}
