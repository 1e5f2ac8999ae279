namespace HealthProbe.Tests;

public class QuotedTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("db", "\"db\"")]
    [InlineData("bücher", "\"bücher\"")]
    [InlineData("a\"b", "\"a'b\"")]
    [InlineData("a\r\n\tb\0\u001b\u007f\u0085", "\"a???b????\"")]
    [InlineData("😀", "\"??\"")]
    [InlineData("user:secret@db", "\"***@db\"")]
    [InlineData("tcp://user:secret@db", "\"tcp://***@db\"")]
    [InlineData("tcp://us@er:sec/r@et@db", "\"tcp://***@db\"")]
    [InlineData("tcp://db?token=secret", "\"tcp://db?***\"")]
    [InlineData("db?token=secret", "\"db?***\"")]
    [InlineData("tcp://db#token=secret", "\"tcp://db#***\"")]
    [InlineData("tcp://user:secret@db/?token=secret", "\"tcp://***@db/?***\"")]
    [InlineData("://user:secret@db", "\"://***@db\"")]
    [InlineData("?secret", "\"?***\"")]
    [InlineData("@/path", "\"@/path\"")]
    [InlineData("-?", "\"-?\"")]
    [InlineData("what?", "\"what?\"")]
    [InlineData("tcp://user:se cret@db", "\"tcp://***@db\"")]
    public void Shows_text_on_one_line_without_secrets(string text, string shown) => Quoted.Of(text).Should().Be(shown);

    [Theory]
    [InlineData("see https://support.example/tickets or write to me@support.example")]
    [InlineData("what happened? see ticket #7 of https://support.example")]
    [InlineData("<root@localhost> rejected: relay denied? yes")]
    public void Shows_a_sentence_whole(string text) => Quoted.Of(text).Should().Be($"\"{text[..Math.Min(60, text.Length)]}{(text.Length > 60 ? "…" : "")}\"");

    [Theory]
    [InlineData("no route to http://user:secret@db/?token=secret now", "\"no route to http://***@db/?*** now\"")]
    [InlineData("login user:secret@db failed for me@db", "\"login ***@db failed for me@db\"")]
    [InlineData("at db?token=secret and db#token=secret", "\"at db?*** and db#***\"")]
    public void Leaves_only_the_secrets_out_of_a_sentence(string text, string shown) => Quoted.Of(text).Should().Be(shown);

    [Theory]
    [InlineData('\u0085')]
    [InlineData('\u00a0')]
    [InlineData('\u00ad')]
    [InlineData('\u034f')]
    [InlineData('\u061c')]
    [InlineData('\u115f')]
    [InlineData('\u200b')]
    [InlineData('\u200f')]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    [InlineData('\u202e')]
    [InlineData('\u2066')]
    [InlineData('\u2800')]
    [InlineData('\u3000')]
    [InlineData('\u3164')]
    [InlineData('\ue000')]
    [InlineData('\ufe0f')]
    [InlineData('\ufeff')]
    public void Shows_what_is_invisible_as_a_question_mark(char invisible)
    {
        Quoted.Of($"a{invisible}b").Should().Be("\"a?b\"");
        Quoted.Visible($"a{invisible}b").Should().Be("a?b");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/a=b", "/a=b")]
    [InlineData("?token=secret", "?token=***")]
    [InlineData("/a?b=secret&c&=secret&d=", "/a?b=***&c&=***&d=***")]
    public void Shows_the_names_in_a_query_and_no_value(string pathAndQuery, string shown) => Quoted.WithoutQueryValues(pathAndQuery).Should().Be(shown);

    [Fact]
    public void Shows_half_a_character_as_a_question_mark() => Quoted.Of("\ud83d").Should().Be("\"?\"");

    [Fact]
    public void Cuts_what_is_long()
    {
        Quoted.Of(new string('a', 60)).Should().Be($"\"{new string('a', 60)}\"");
        Quoted.Of(new string('a', 61)).Should().Be($"\"{new string('a', 60)}…\"");
        Quoted.Of(new string('s', 100_000) + "@db").Should().Be("\"***@db\"");
    }
}
