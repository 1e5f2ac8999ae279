using HealthProbe.Executable;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Documents;

/// <summary>The manual pages of both programs.</summary>
internal static class ManualPages
{
    public static string OfHealthprobe(HelpPage ask, HelpPage listen, IEnumerable<string> examples)
    {
        var page = new Roff("healthprobe", ProductVersion.Text, "asks whether something is healthy, and says why when it is not");
        page.Section("synopsis");
        page.Verbatim(ask.Usage.Select(usage => usage.Syntax));
        page.Section("description");
        page.Paragraph(ask.Summary);
        page.Paragraph(ask.Notes);
        Sections(page, ask);
        page.Section("healthprobe listen");
        page.Paragraph(listen.Summary);
        Options(page, listen.Options);
        page.Paragraph(listen.Notes);
        Variables(page, Cli.Variables.All);
        page.Section("exit status");
        page.Row("0", "Healthy; also after --help, --version, and a healthprobe listen that was asked to end.");
        page.Row("1", "Everything else: unhealthy, not asked, or a command line that was not understood.");
        page.Section("output");
        page.Paragraph("Healthy and asked once, it is silent. Unhealthy, it prints one line of at most 500 bytes on standard output. A mistake of the command line is one line on standard error that says what to write instead.");
        page.Paragraph($"With --output json, reason is one of {string.Join(", ", Enum.GetValues<Reason>().Select(ReasonName.Of))}.");
        page.Section("examples");
        page.Verbatim(examples);
        page.Section("see also");
        page.Paragraph("healthprobe-sidecar(1)");
        return page.ToString();
    }

    public static string OfSidecar(HelpPage help)
    {
        var page = new Roff("healthprobe-sidecar", ProductVersion.Text, "answers whether an application is live, ready and healthy");
        page.Section("synopsis");
        page.Verbatim(help.Usage.Select(usage => usage.Syntax));
        page.Section("description");
        page.Paragraph(help.Summary);
        page.Paragraph(help.Notes);
        Sections(page, help);
        Variables(page, SettingsTable.All.Append(ConfigFile.Setting).Select(setting => setting.Variable));
        page.Section("signals");
        page.Row("SIGTERM, SIGINT", "It is not ready from now on, stays live for the time of --drain, and ends with exit code 0.");
        page.Section("see also");
        page.Paragraph("healthprobe(1)");
        return page.ToString();
    }

    private static void Sections(Roff page, HelpPage help)
    {
        foreach (HelpSection section in help.Sections)
        {
            page.Section(section.Heading);
            if (section.IsOptions)
            {
                Options(page, section.Options);
                continue;
            }

            foreach (HelpRow row in section.Rows)
            {
                page.Row(row.Syntax, row.Meaning);
            }
        }
    }

    private static void Options(Roff page, IEnumerable<HelpOption> options)
    {
        foreach (HelpOption option in options)
        {
            page.Row($"{string.Join(", ", option.Spellings)}{(option.Value is null ? "" : $" <{option.Value}>")}", option.Meaning);
        }
    }

    private static void Variables(Roff page, IEnumerable<string> names)
    {
        page.Section("environment");
        page.Paragraph(string.Join(", ", names));
    }
}
