using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.Cli;

namespace HealthProbe.Tests;

public class UsageErrorTests
{
    private const string Schemes = "tcp, unix, listen, file, http, https, grpc, grpcs, postgres, postgresql, mysql, mariadb, redis, rediss, valkey, valkeys, "
        + "amqp, amqps, nats, memcached, mqtt, mqtts, smtp, smtps, ssh or sftp";

    private const string WriteAPort = "write a number from 1 to 65535";
    private const string WriteAName = "write letters, digits, hyphens and dots (an international name as xn--…)";
    private const string WriteADuration = "write for example 500ms, 1.5s, 2m or 1m30s";

    private readonly WrittenCommand _command = new();

    [Theory]
    [InlineData("0", "0")]
    [InlineData("65536", "65536")]
    [InlineData("db:0", "0")]
    [InlineData("db:00080", "00080")]
    [InlineData("db:65536", "65536")]
    [InlineData("[::1]:0", "0")]
    [InlineData("tcp://db:0", "0")]
    public void Says_what_a_port_is(string argument, string shown) =>
        _command.Mistake(argument).Should().Be($"\"{shown}\" is not a port: {WriteAPort}");

    [Theory]
    [InlineData("99999999999", "localhost")]
    [InlineData("db:99999999999", "db")]
    [InlineData("db:abc", "db")]
    [InlineData("db:", "db")]
    [InlineData("db:-1", "db")]
    [InlineData("db:+80", "db")]
    [InlineData("db: 80", "db")]
    [InlineData("db:80 ", "db")]
    [InlineData("db:8_0", "db")]
    [InlineData("db:80.0", "db")]
    [InlineData("db:1e3", "db")]
    [InlineData("db:0x50", "db")]
    [InlineData("db:٨٠", "db")]
    [InlineData("db:８０", "db")]
    [InlineData("db:8\n0", "db")]
    [InlineData("[::1]:", "::1")]
    [InlineData("tcp://db:http", "db")]
    [InlineData("http://admin:hunter2", "admin")]
    [InlineData("http://admin:hunter2/health", "admin")]
    [InlineData(":hunter2", "localhost")]
    public void Says_whose_port_is_wrong_where_a_password_may_stand_in_its_place(string argument, string host) =>
        _command.Mistake(argument).Should().Be($"the port of \"{host}\" is not a number: {WriteAPort}");

    [Theory]
    [InlineData("\"$PORT\" is not a port; use ${PORT}", ":$PORT")]
    [InlineData("\"$PORT\" is not a port; use ${PORT}", "db:$PORT")]
    [InlineData("\"$PORT\" is not a port; use ${PORT}", "db", "$PORT")]
    [InlineData("\"$DB_PORT\" is not a port; use ${DB_PORT}", "http://db:$DB_PORT/health")]
    [InlineData("a variable after $ is not a port; use ${NAME}", "http://admin:$ecret")]
    [InlineData("\"$HOST\" is not a host; use ${NAME}", "$HOST:80")]
    [InlineData("\"$HOST\" is not a host; use ${NAME}", "http://$HOST/")]
    public void Says_how_a_variable_is_written(string line, params string[] arguments) => _command.Mistake(arguments).Should().Be(line);

    [Theory]
    [InlineData("db", "0", "0")]
    [InlineData("db", "65536", "65536")]
    [InlineData("db", "abc", "abc")]
    [InlineData("db", "", "")]
    [InlineData("db", "٨٠", "٨٠")]
    [InlineData("127.0.0.1", "80 ", "80 ")]
    [InlineData("::1", "cache", "cache")]
    public void Says_what_a_port_is_when_it_stands_alone(string host, string port, string shown) =>
        _command.Mistake(host, port).Should().Be($"\"{shown}\" is not a port: {WriteAPort}");

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("tcp://")]
    [InlineData("tcp:///")]
    [InlineData("http://:8000")]
    [InlineData("tcp://user:secret@")]
    [InlineData("[]")]
    [InlineData("[]:8000")]
    public void Says_that_the_host_is_empty(string argument) =>
        _command.Mistake(argument).Should().Be("the host is empty: write a name or an address, such as 127.0.0.1:8000");

    [Fact]
    public void Says_that_the_host_is_empty_when_it_stands_alone()
    {
        const string Line = "the host is empty: write a name or an address, such as 127.0.0.1:8000";

        _command.Mistake("", "8000").Should().Be(Line);
        _command.Mistake("", "").Should().Be(Line);
        _command.Mistake("[]", "8000").Should().Be(Line);
    }

    [Theory]
    [InlineData("a b", "a b")]
    [InlineData("bücher", "bücher")]
    [InlineData("db!", "db!")]
    [InlineData("d\tb", "d?b")]
    [InlineData("d\u001b[31mb", "d?[31mb")]
    [InlineData("d\"b", "d'b")]
    [InlineData("\ud83d\ude00", "??")]
    [InlineData("db..internal", "db..internal")]
    [InlineData(".db", ".db")]
    [InlineData("db..", "db..")]
    [InlineData(".", ".")]
    [InlineData("db-", "db-")]
    [InlineData("db]", "db]")]
    [InlineData("[db]", "[db]")]
    public void Says_what_a_host_name_is(string argument, string shown) =>
        _command.Mistake(argument, "80").Should().Be($"\"{shown}\" is not a host name: {WriteAName}");

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("127.1")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("db.0x1")]
    [InlineData("127.0.0.1.")]
    public void Says_what_an_ipv4_address_is(string host)
    {
        string line = $"\"{host}\" is not an IPv4 address: write four numbers such as 127.0.0.1";

        _command.Mistake(host).Should().Be(line);
        _command.Mistake(host, "80").Should().Be(line);
        _command.Mistake($"tcp://{host}:80").Should().Be(line);
    }

    [Fact]
    public void Says_that_a_number_alone_is_no_host() =>
        _command.Mistake("8000", "8000").Should().Be("\"8000\" is not an IPv4 address: write four numbers such as 127.0.0.1");

    [Theory]
    [InlineData(":::a", ":::a")]
    [InlineData("1::2::3", "1::2::3")]
    [InlineData("a:b:c", "a:b:c")]
    [InlineData("db:80:90", "db:80:90")]
    public void Says_what_an_ipv6_address_is(string argument, string shown) =>
        _command.Mistake(argument).Should().Be($"\"{shown}\" is not an IPv6 address: write one such as [::1]:8000");

    [Theory]
    [InlineData("[::g]:80")]
    [InlineData("admin:hunter2:80")]
    public void Says_what_an_ipv6_address_is_where_a_password_may_stand(string argument) =>
        _command.Mistake(argument).Should().Be("the host is not an IPv6 address: write one such as [::1]:8000");

    [Theory]
    [InlineData("fe80::1%")]
    [InlineData("fe80::1%eth 0")]
    [InlineData("fe80::1%eth0\r\nX-Injected:1")]
    [InlineData("[fe80::1%eth0\r\nX-Injected:1]:80")]
    [InlineData("http://[fe80::1%25eth0\r\nX-Injected:1]/")]
    [InlineData("http://[fe80::1%eth0%20]/")]
    [InlineData("http://[fe80::1%eth$0]/")]
    public void Says_what_the_zone_of_an_ipv6_address_is(string argument) =>
        _command.Mistake(argument).Should().Be("the host is not an IPv6 address; use the name of an interface after the percent sign, such as fe80::1%eth0");

    [Theory]
    [InlineData("::1:8000")]
    [InlineData(":::1")]
    [InlineData("fe80::1:80")]
    [InlineData("tcp://::1:8000")]
    [InlineData("[::1]8000")]
    public void Reads_neither_of_two_meanings(string argument) =>
        _command.Mistake(argument).Should().Be($"\"{argument}\" is ambiguous: put the IPv6 address in brackets, such as [::1]:8000");

    [Theory]
    [InlineData("gopher://db:70", "gopher")]
    [InlineData("GOPHER://db:70", "gopher")]
    [InlineData("://db:70", "")]
    public void Says_which_schemes_there_are(string argument, string shown) =>
        _command.Mistake(argument).Should().Be($"unknown scheme \"{shown}\": write {Schemes}");

    [Theory]
    [InlineData("htpp://db", "htpp", "http")]
    [InlineData(" tcp://db:70", " tcp", "tcp")]
    [InlineData("postgre://db", "postgre", "postgres")]
    [InlineData("mariadbs://db", "mariadbs", "mariadb")]
    public void Says_which_scheme_was_probably_meant(string argument, string shown, string near) =>
        _command.Mistake(argument).Should().Be($"unknown scheme \"{shown}\": did you mean {near}?");

    [Theory]
    [InlineData("postgres://app:aB3/xY9Secret@db/app", "postgres://***@db/app")]
    [InlineData("postgres://app:4711/xY9Secret@db", "postgres://***@db")]
    [InlineData("postgres://app:aB3?xY9Secret@db/app", "postgres://***@db/app")]
    [InlineData("redis://:aB3#xY9Secret@db:6379", "redis://***@db:6379")]
    [InlineData("amqp://app:4711/xY9Secret@db/vhost", "amqp://***@db/vhost")]
    [InlineData("http://admin:4711/xY9Secret@db/health", "http://***@db/health")]
    [InlineData("http://admin:4711?xY9Secret@db/health", "http://***@db/health")]
    [InlineData("http://admin:4711#xY9Secret@db/health", "http://***@db/health")]
    public void Says_which_part_of_a_password_to_encode(string argument, string shown) => _command.Mistake(argument).Should()
        .Be($"\"{shown}\" has an @ after the host; in a password or a path, use %2F for /, %3F for ?, %23 for # and %40 for @");

    [Theory]
    [InlineData("http://registry:4873/@scope/package", "http://registry:4873/@scope/package")]
    [InlineData("http://api/health?mail=a@b", "http://api/health?mail=***")]
    public void Takes_an_at_sign_that_is_no_end_of_a_password(string argument, string shown) => _command.Targets(argument).Should().Equal(shown);

    [Theory]
    [InlineData("postgres://host:5432", "Host=db;Username=u;Password=hunter2")]
    [InlineData("postgres://host:5432", "Host=db;Username=u;Password=hunter2", "80")]
    [InlineData("postgres://host:5432", "host=db user=u password=hunter2")]
    [InlineData("redis://host:6379", "db:6379,password=hunter2")]
    [InlineData("redis://host:6379", "db:6379,db2:6379,password=hunter2,ssl=true")]
    [InlineData("mysql://host:3306, postgres://host:5432, or tcp://host:1433 for SQL Server", "Server=tcp:db,1433;User Id=sa;Password=hunter2")]
    [InlineData("mysql://host:3306, postgres://host:5432, or tcp://host:1433 for SQL Server", "Data Source=db;User Id=sa;Password=hunter2")]
    [InlineData("mysql://host:3306, postgres://host:5432, or tcp://host:1433 for SQL Server", "db:80", "Server=db;User", "Id=sa;Password=hunter2")]
    [InlineData("the URL of the protocol, such as postgres://host:5432 or mysql://host:3306", "Driver={PostgreSQL};Server=db;Uid=u;Pwd=hunter2")]
    [InlineData("the URL of the protocol, such as postgres://host:5432 or mysql://host:3306", "DSN=db;PWD=hunter2")]
    [InlineData("host:port or a URL such as http://host:port/path", "Endpoint=sb://db/;SharedAccessKey=hunter2")]
    [InlineData("host:port or a URL such as http://host:port/path", "password=hunter2")]
    public void Says_which_url_takes_the_place_of_a_connection_string(string url, params string[] arguments) =>
        _command.Mistake(arguments).Should().Be($"a connection string is not a target; use {url}");

    [Theory]
    [InlineData("jdbc:postgresql://db/app?user=u&password=hunter2", "postgres://host:5432")]
    [InlineData("jdbc:mysql://u:hunter2@db/app", "mysql://host:3306")]
    [InlineData("JDBC:mariadb://db/app", "mysql://host:3306")]
    [InlineData("jdbc:sqlserver://db:1433;password=hunter2", "tcp://host:port")]
    [InlineData("jdbc:oracle:thin:u/hunter2@db:1521/app", "tcp://host:port")]
    public void Says_which_url_takes_the_place_of_one_of_jdbc(string argument, string url) =>
        _command.Mistake(argument).Should().Be($"a JDBC URL is not a target; use {url}");

    [Theory]
    [InlineData("admin:hunter2@db:80")]
    [InlineData("//user:hunter2@db")]
    [InlineData("user@db")]
    public void Says_that_credentials_need_a_url(string argument) =>
        _command.Mistake(argument).Should().Be("a host cannot contain an @; use a URL such as postgres://user:password@host:port");

    [Theory]
    [InlineData("file:/x", "file", "three", "file:///path")]
    [InlineData("unix:/run/x", "unix", "three", "unix:///path")]
    [InlineData("unix:run/x", "unix", "three", "unix:///path")]
    [InlineData("tcp:host:7", "tcp", "two", "tcp://host:port")]
    [InlineData("tcp:/host:7", "tcp", "two", "tcp://host:port")]
    [InlineData("redis:hunter2", "redis", "two", "redis://host:port/path")]
    [InlineData("HTTP:/db/health", "http", "two", "http://host:port/path")]
    public void Says_how_many_slashes_follow_a_scheme(string argument, string scheme, string slashes, string url) =>
        _command.Mistake(argument).Should().Be($"{scheme}: is not followed by {slashes} slashes; use {url}");

    [Theory]
    [InlineData("redis:6379", "tcp://redis:6379")]
    [InlineData("file:80", "tcp://file:80")]
    public void Takes_a_host_that_is_called_like_a_scheme(string argument, string shown) => _command.Targets(argument).Should().Equal(shown);

    [Theory]
    [InlineData("a:7,b:8")]
    [InlineData("a,b")]
    [InlineData("db:6379,hunter2")]
    public void Says_that_a_comma_separates_nothing(string argument) =>
        _command.Mistake(argument).Should().Be("a comma does not separate targets; use a separate argument for each one");

    [Theory]
    [InlineData("http://db/%zz", "http://db/%zz")]
    [InlineData("http://db/a%", "http://db/a%")]
    [InlineData("http://db/?a=%2", "http://db/?***")]
    [InlineData("grpc://db/%zz", "grpc://db/%zz")]
    [InlineData("postgres://us%er:secret@db", "postgres://***@db")]
    public void Says_that_a_percent_sign_in_a_url_stands_for_nothing(string argument, string shown) =>
        _command.Mistake(argument).Should().Be($"\"{shown}\" has a % that stands for nothing: write % itself as %25");

    [Theory]
    [InlineData("tcp://db:80/health", "tcp://db:80/health")]
    [InlineData("tcp://db:80?token=secret", "tcp://db:80?***")]
    [InlineData("tcp://db:80/?a", "tcp://db:80/?***")]
    public void Says_that_a_tcp_target_has_no_path(string argument, string shown) =>
        _command.Mistake(argument).Should().Be($"\"{shown}\" has a path, which tcp does not use: write tcp://host:port");

    [Theory]
    [InlineData("\"db/health\" has a path and no scheme; use http://db/health", "db/health")]
    [InlineData("\"localhost:8080/health\" has a path and no scheme; use http://localhost:8080/health", "localhost:8080/health")]
    [InlineData("\"/run/app.sock\" is not a host; use unix:///path for a socket, or file:///path for a file", "/run/app.sock")]
    [InlineData("a target with a path needs a scheme; use a URL such as http://host:port/path", "admin:hun/ter2")]
    [InlineData("\"@/etc/passwd\" is not a host: write a URL such as http://host:port/path", "@/etc/passwd")]
    public void Says_how_to_write_what_has_a_slash(string line, string argument) => _command.Mistake(argument).Should().Be(line);

    [Theory]
    [InlineData("--timeuot", "--timeuot", "did you mean --timeout?")]
    [InlineData("--timeuot=1s", "--timeuot", "did you mean --timeout?")]
    [InlineData("--helpp", "--helpp", "did you mean --help?")]
    [InlineData("--versoin", "--versoin", "did you mean --version?")]
    [InlineData("--no-such-thing", "--no-such-thing", "see healthprobe --help")]
    [InlineData("--no-such-thing=secret", "--no-such-thing", "see healthprobe --help")]
    [InlineData("--no-such-thing:secret", "--no-such-thing", "see healthprobe --help")]
    [InlineData("-Z", "-Z", "see healthprobe --help")]
    [InlineData("-", "-", "see healthprobe --help")]
    [InlineData("-1", "-1", "see healthprobe --help")]
    [InlineData("-Zv", "-Z…", "see healthprobe --help")]
    [InlineData("-Zsecret", "-Z…", "see healthprobe --help")]
    [InlineData("--fist", "--fist", "see healthprobe --help")]
    [InlineData("--first", "--first", "see healthprobe --help")]
    public void Says_that_an_option_is_unknown(string argument, string shown, string advice)
    {
        _command.Mistake(argument).Should().Be($"unknown option \"{shown}\": {advice}");
        _command.Mistake("db", "80", argument).Should().Be($"unknown option \"{shown}\": {advice}");
    }

    [Theory]
    [InlineData("-1s", "-1s")]
    [InlineData("0", "0")]
    [InlineData("0s", "0s")]
    [InlineData("25h", "25h")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    [InlineData("1e3", "1e3")]
    [InlineData("1,5s", "1,5s")]
    [InlineData("soon", "soon")]
    [InlineData("1 s", "1 s")]
    [InlineData("١s", "١s")]
    [InlineData("NaN", "NaN")]
    public void Says_what_a_duration_is(string value, string shown)
    {
        string line = $"--timeout: \"{shown}\" is not a duration from 1ms to 24h: {WriteADuration}";

        _command.Mistake($"--timeout={value}", "db:80").Should().Be(line);
        _command.Mistake("-t", value).Should().Be(line);
    }

    [Fact]
    public void Says_what_a_duration_is_when_the_value_is_empty() =>
        _command.Mistake("-t", "").Should().Be($"--timeout: \"\" is not a duration from 1ms to 24h: {WriteADuration}");

    [Fact]
    public void Says_what_a_format_is() =>
        _command.Mistake("--output", "xml").Should().Be("--output: \"xml\" is not a format: write text, json or github");

    [Theory]
    [InlineData("--timeout has no value: write --timeout <duration>", "--timeout")]
    [InlineData("--timeout has no value: write --timeout <duration>", "db", "80", "-t")]
    [InlineData("--timeout has no value: write --timeout <duration>", "--timeout=")]
    [InlineData("--timeout has no value: write --timeout <duration>", "--timeout=", "8080")]
    [InlineData("--timeout has no value: write --timeout <duration>", "-t:", "8080")]
    [InlineData("--output has no value: write --output <format>", "-o")]
    public void Says_that_an_option_has_no_value(string line, params string[] arguments) => _command.Mistake(arguments).Should().Be(line);

    [Theory]
    [InlineData("--quiet takes no value: write --quiet", "--quiet=3")]
    [InlineData("--quiet takes no value: write --quiet", "--quiet=true")]
    [InlineData("--quiet takes no value: write --quiet", "-q:false")]
    [InlineData("--verbose takes no value: write --verbose", "db:80", "-v=1")]
    [InlineData("--help takes no value: write --help", "--help=db")]
    [InlineData("--version takes no value: write --version", "--version=")]
    public void Says_that_a_flag_takes_no_value(string line, params string[] arguments) => _command.Mistake(arguments).Should().Be(line);

    [Theory]
    [InlineData("--timeout=${MISSING:-}", "--timeout: \"\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("--contains=${MISSING:-}", "--contains: it is empty: write some text")]
    [InlineData("--data=${MISSING:-}", "--data: it is empty; use --method POST for a request without a body")]
    public void Empty_variable_is_an_empty_value(string option, string line) => _command.Mistake("http://db/", option).Should().Be(line);

    [Theory]
    [InlineData("-w30s", "unknown option \"-w…\": separate -w from its value; use -w <duration>")]
    [InlineData("-Hsecret: secret", "unknown option \"-H…\": separate -H from its value; use -H <name: value|@file>")]
    [InlineData("-qk", "unknown option \"-qk\": separate the options; use -q -k")]
    [InlineData("-vL", "unknown option \"-vL\": separate the options; use -v -L")]
    [InlineData("-fsS", "unknown option \"-fsS\": remove it; none of these options is needed")]
    [InlineData("-fsSL", "unknown option \"-fsSL\": separate the options; use -L")]
    [InlineData("-sI", "unknown option \"-sI\": separate the options; use --method HEAD")]
    [InlineData("-f", "unknown option \"-f\": remove it; an HTTP status outside 200 to 299 is unhealthy")]
    [InlineData("--fail", "unknown option \"--fail\": remove it; an HTTP status outside 200 to 299 is unhealthy")]
    [InlineData("-s", "unknown option \"-s\": remove it; healthprobe prints only the reason of a failure")]
    [InlineData("--max-time", "unknown option \"--max-time\": use --timeout <duration>")]
    [InlineData("--max-time=5", "unknown option \"--max-time\": use --timeout <duration>")]
    [InlineData("--retry", "unknown option \"--retry\": use --wait <duration>")]
    [InlineData("--location", "unknown option \"--location\": use --follow")]
    [InlineData("-u", "unknown option \"-u\": use --user <name:password>")]
    [InlineData("-uadmin:secret", "unknown option \"-u…\": see healthprobe --help")]
    [InlineData("-I", "unknown option \"-I\": use --method HEAD")]
    [InlineData("--port", "unknown option \"--port\": use <host>:<port>")]
    [InlineData("-z", "unknown option \"-z\": remove it; nothing is sent to a tcp target")]
    [InlineData("-?", "unknown option \"-?\": use --help")]
    [InlineData("-addr=:50051", "unknown option \"-addr\": use grpc://<host>:<port>")]
    public void Says_what_to_use_for_a_habit_of_another_tool(string argument, string line) => _command.Mistake(argument, "http://db/").Should().Be(line);

    [Theory]
    [InlineData("--insecure accepts any certificate, so --cacert has no effect; remove one of them", "https://db/", "-k", "--cacert", "CA")]
    [InlineData("--max-interval 1s is shorter than --interval 5s; set --max-interval to 5s or more", "db:80", "-w", "1m", "-i", "5s", "--backoff", "--max-interval", "1s")]
    [InlineData("--max-interval 500ms is shorter than --interval 1s; set --max-interval to 1s or more", "db:80", "-w", "1m", "--backoff", "--max-interval", "500ms")]
    public void Options_that_exclude_each_other_are_an_error(string line, params string[] arguments)
    {
        string ca = Path.GetTempFileName();
        try
        {
            using var key = ECDsa.Create();
            var request = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256);
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllText(ca, certificate.ExportCertificatePem());

            _command.Mistake([.. arguments.Select(argument => argument == "CA" ? ca : argument)]).Should().Be(line);
        }
        finally
        {
            File.Delete(ca);
        }
    }

    [Fact]
    public void Wrong_header_among_several_is_named_without_its_text()
    {
        _command.Mistake("http://db/", "-H", "A: 1", "-H", "secret", "-H", "B: 2").Should().Be("--header (number 2): it is not a header on one line: write 'Name: value'");
        _command.Mistake("http://db/", "-H", "secret").Should().Be("--header: it is not a header on one line: write 'Name: value'");
        new WrittenCommand(("HEALTHPROBE_HEADER", "A: 1\nB: 2\nsecret")).Mistake("http://db/").Should()
            .Be("HEALTHPROBE_HEADER (number 3): it is not a header on one line: write 'Name: value'");
    }

    [Fact]
    public void Wrong_header_in_a_file_is_named_by_its_line()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "A: 1\r\n\r\nsecret\r\n");

            _command.Mistake("http://db/", "-H", $"@{file}").Should().Be($"--header: line 3 of \"{file}\" is not a header on one line: write 'Name: value'");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("-h", "db")]
    [InlineData("-h", "db", "5432")]
    [InlineData("db:80", "--help")]
    [InlineData("--version", "db:80")]
    public void Never_prints_the_help_in_place_of_asking(params string[] arguments) =>
        _command.Mistake(arguments).Should().Be("--help and --version ask nothing: write them alone, and a host without an option");

    [Fact]
    public void Cannot_be_quiet_and_verbose() =>
        _command.Mistake("-q", "-v").Should().Be("--quiet and --verbose cannot both hold: write one of them");

    [Theory]
    [InlineData(1, "db\ufffd")]
    [InlineData(1, "db\0")]
    [InlineData(1, "\0")]
    [InlineData(2, "--timeout", "1\0s")]
    [InlineData(3, "db:80", "--", "\ufffd")]
    [InlineData(2, "db", "80\ufffd")]
    [InlineData(2, "--quiet", "--\ufffd=1")]
    public void Says_which_argument_is_not_text(int position, params string[] arguments) =>
        _command.Mistake(arguments).Should().Be($"argument {position} is not valid UTF-8 text: write it in plain ASCII");

    [Theory]
    [InlineData("a", "a", "b", "c")]
    [InlineData("b", "a:1", "b")]
    [InlineData("80", "db:80", "80")]
    [InlineData("80", "tcp://db", "80")]
    [InlineData("b", "a:1", "b", "c:2")]
    public void Says_that_each_of_several_targets_needs_its_port(string unclear, params string[] arguments) =>
        _command.Mistake(arguments).Should().Be($"\"{unclear}\" among several targets is not clear: write each as host:port or as a URL");

    [Theory]
    [InlineData("[suggest]", "db:80")]
    [InlineData("[suggest]", "127.0.0.1")]
    [InlineData("[diagram]", "db", "80")]
    [InlineData("@/etc/hostname", "db:80")]
    [InlineData("@/etc/hostname", "80")]
    public void Leaves_no_argument_unread(params string[] arguments) => _command.Read(arguments).Should().BeOfType<Invocation.Mistake>();

    [Theory]
    [InlineData("tcp://admin:secret@db:99999")]
    [InlineData("tcp://admin:secret@")]
    [InlineData("tcp://admin:sec/secret@db:80")]
    [InlineData("tcp://admin:sec?secret@db:80")]
    [InlineData("tcp://admin:sec#secret@db:80")]
    [InlineData("tcp://admin:secret@db:80/health")]
    [InlineData("tcp://admin:secret@d b")]
    [InlineData("tcp://admin:secret@@:")]
    [InlineData("tcp://db:80?password=secret")]
    [InlineData("tcp://db:80?#access_token=secret")]
    [InlineData("http://admin:secret@db:99999/")]
    [InlineData("http://db/a b?token=secret")]
    [InlineData("http://admin:secret@d b/?token=secret#secret")]
    [InlineData("gopher://admin:secret@db")]
    [InlineData("postgres://admin:secret@db/app?sslmode=no&password=secret")]
    [InlineData("postgres://secret%00:secret@db/secret")]
    [InlineData("redis://:sec/secret@db:6379/0")]
    [InlineData("tcp:/admin:secret@db:80")]
    [InlineData("tcp//admin:secret@db:80")]
    [InlineData("tcp:/db?password=secret")]
    [InlineData("admin:secret@db")]
    [InlineData("admin:secret@db:80")]
    [InlineData("secret@db:80")]
    [InlineData("db:80?password=secret")]
    [InlineData("db?password=secret")]
    [InlineData("db/?password=secret")]
    [InlineData("admin:secret@db://x")]
    [InlineData("tcp://::1:80@secret@db/x")]
    [InlineData("postgres://app:aB3/secret@db/app")]
    public void Never_echoes_a_secret(string argument)
    {
        _command.Mistake(argument).Should().NotContain("secret");
        _command.Mistake(argument, "0").Should().NotContain("secret");
        _command.Mistake("a:1", argument).Should().NotContain("secret");
        new WrittenCommand(("HEALTHPROBE_TARGET", argument)).Mistake().Should().NotContain("secret");
    }

    public static TheoryData<string> Endless => new()
    {
        new string('a', 100_000),
        new string('1', 100_000),
        new string(':', 100_000),
        new string('\0', 100_000),
        new string('\n', 100_000),
        new string('-', 100_000),
        new string('[', 100_000),
        new string('.', 100_000),
        new string('\ud83d', 100_000),
        "--" + new string('a', 100_000),
        "--timeout=" + new string('9', 100_000),
        "--output=" + new string('x', 100_000),
        "--quiet=" + new string('x', 100_000),
        new string('a', 100_000) + "://db",
        "tcp://" + new string('a', 100_000),
        "tcp://db/" + new string('a', 100_000),
        "db:" + new string('1', 100_000),
        "[" + new string('1', 100_000) + "]:80",
        "::" + new string('1', 100_000),
        "${" + new string('A', 100_000) + "}",
        "${" + new string('A', 100_000),
        "${" + new string('!', 100_000) + "}",
        "${A:-" + new string('x', 100_000) + "}",
        "${A:-${" + new string('x', 100_000) + "}}",
        string.Concat(Enumerable.Repeat("${A", 30_000)),
        string.Concat(Enumerable.Repeat("$${", 30_000)),
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public void Stays_on_one_short_line(string argument)
    {
        string[] lines =
        [
            _command.Mistake(argument),
            _command.Mistake("db:80", argument),
            _command.Mistake("-t", argument),
            _command.Mistake("-o", argument),
            new WrittenCommand(("HEALTHPROBE_TARGET", argument)).Mistake(),
            new WrittenCommand(("HEALTHPROBE_TIMEOUT", argument)).Mistake(),
            new WrittenCommand(("HEALTHPROBE_OUTPUT", argument)).Mistake(),
            new WrittenCommand(("HEALTHPROBE_QUIET", argument)).Mistake(),
        ];

        lines.Should().OnlyContain(line => line.Length < 300 && !line.Any(char.IsControl) && !line.Any(char.IsSurrogate));
    }

    [Fact]
    public void Reads_ten_thousand_arguments_and_still_says_one_line() =>
        _command.Mistake([.. Enumerable.Repeat("db", 10_000)]).Should().Be("\"db\" among several targets is not clear: write each as host:port or as a URL");
}
