# Completion of healthprobe for fish: copy it to ~/.config/fish/completions
# Made from healthprobe --help: change the program, and run HEALTHPROBE_APPROVE=1 dotnet test tests/HealthProbe.Tests

function __healthprobe_listens
    set -l words (commandline -opc)
    test "$words[2]" = listen
end

function __healthprobe_runs
    contains -- -- (commandline -opc)
end

function __healthprobe_asks
    not __healthprobe_listens; and not __healthprobe_runs
end

function __healthprobe_begins
    test (count (commandline -opc)) = 1
end

function __healthprobe_targets
    if string match -qr '^(unix|file):///' -- (commandline -ct)
        set -l parts (string split -m 1 :// -- (commandline -ct))
        printf "$parts[1]://%s\n" (__fish_complete_path $parts[2])
    else
        printf '%s\n' tcp:// unix:// listen:// file:// http:// https:// grpc:// grpcs:// postgres:// postgresql:// mysql:// mariadb:// redis:// rediss:// valkey:// valkeys:// amqp:// amqps:// nats:// memcached:// mqtt:// mqtts:// smtp:// smtps:// ssh:// sftp://
    end
end

function __healthprobe_text_or_file
    set -l path (string match -r '^@(.*)' -- (commandline -ct))[2]
    and printf '@%s\n' (__fish_complete_path $path)
end

# After -- comes the command that takes the probe's place.
function __healthprobe_command
    set -l words (commandline -opc)
    set -l before (contains -i -- -- $words)
    set -e words[1..$before]
    complete -C "$words "(commandline -ct)
end

complete -c healthprobe -f
complete -c healthprobe -n __healthprobe_runs -a '(__healthprobe_command)'
complete -c healthprobe -n __healthprobe_begins -a listen -d 'open a port that means healthy'
complete -c healthprobe -n __healthprobe_asks -a '(__healthprobe_targets)'
complete -c healthprobe -n __healthprobe_asks -s t -l timeout -x -d 'longest one attempt may take, everything included [1s]'
complete -c healthprobe -n __healthprobe_asks -s w -l wait -x -d 'keep asking until healthy, at most this long'
complete -c healthprobe -n __healthprobe_asks -s i -l interval -x -d 'pause between attempts [1s]'
complete -c healthprobe -n __healthprobe_asks -l backoff -d 'double the pause after each failed attempt'
complete -c healthprobe -n __healthprobe_asks -l max-interval -x -d 'longest pause with --backoff [30s]'
complete -c healthprobe -n __healthprobe_asks -l successes -x -d 'healthy only after n healthy answers in a row [1]'
complete -c healthprobe -n __healthprobe_asks -l any -d 'one healthy target is enough'
complete -c healthprobe -n __healthprobe_asks -l invert -d 'healthy when the target is not, to wait for it to go away'
complete -c healthprobe -n __healthprobe_asks -l max-latency -x -d 'a healthy answer slower than this is unhealthy'
complete -c healthprobe -n __healthprobe_asks -s X -l method -x -a 'GET HEAD POST PUT PATCH DELETE OPTIONS' -d 'HTTP method'
complete -c healthprobe -n __healthprobe_asks -s H -l header -x -a '(__healthprobe_text_or_file)' -d 'header to send, repeatable'
complete -c healthprobe -n __healthprobe_asks -s d -l data -x -a '(__healthprobe_text_or_file)' -d 'body to send'
complete -c healthprobe -n __healthprobe_asks -l user -x -a '(__healthprobe_text_or_file)' -d 'basic authentication'
complete -c healthprobe -n __healthprobe_asks -s L -l follow -d 'follow up to 5 redirects'
complete -c healthprobe -n __healthprobe_asks -l status -x -d 'healthy status codes, such as 200-299,304'
complete -c healthprobe -n __healthprobe_asks -l contains -x -d 'text that the body must hold'
complete -c healthprobe -n __healthprobe_asks -l json -x -d 'what the JSON body must say; also path!=value, or a path; repeatable'
complete -c healthprobe -n __healthprobe_asks -l expect-header -x -d 'header that the answer must have, repeatable'
complete -c healthprobe -n __healthprobe_asks -l unix-socket -r -F -d 'connect to this socket instead of the host'
complete -c healthprobe -n __healthprobe_asks -s k -l insecure -d 'accept any certificate'
complete -c healthprobe -n __healthprobe_asks -l cacert -r -F -d 'trust these CAs (PEM) instead of the system\'s'
complete -c healthprobe -n __healthprobe_asks -l cert -r -F -d 'client certificate (PEM)'
complete -c healthprobe -n __healthprobe_asks -l key -r -F -d 'its private key (PEM), where it is not in the same file'
complete -c healthprobe -n __healthprobe_asks -l sni -x -d 'name to ask for and to verify'
complete -c healthprobe -n __healthprobe_asks -l cert-days -x -d 'the certificate must be valid for n more days'
complete -c healthprobe -n __healthprobe_asks -l send -x -d 'text to send over tcp and unix; \\r \\n \\t \\0 \\xHH \\\\ are escapes'
complete -c healthprobe -n __healthprobe_asks -l expect -x -d 'text that the answer, or without --send the greeting, must hold; the same escapes'
complete -c healthprobe -n __healthprobe_asks -l max-age -x -d 'the file must have been modified that recently'
complete -c healthprobe -n __healthprobe_asks -s o -l output -x -a 'text json github' -d 'text, json, or github for annotations of a workflow [text]'
complete -c healthprobe -n __healthprobe_asks -s q -l quiet -d 'print nothing: the exit code is the answer'
complete -c healthprobe -n __healthprobe_asks -s v -l verbose -d 'print the healthy answers too, and each attempt'
complete -c healthprobe -n __healthprobe_asks -s h -l help -d 'print this'
complete -c healthprobe -n __healthprobe_asks -l version -d 'print the version'
complete -c healthprobe -n __healthprobe_listens -l while -x -a '(__healthprobe_targets)' -d 'keep the port open only while this target is healthy, and print a line at each change'
complete -c healthprobe -n __healthprobe_listens -s i -l interval -x -d 'pause between two attempts of --while [1s]'
complete -c healthprobe -n __healthprobe_listens -s t -l timeout -x -d 'longest one attempt may take, everything included [1s]'
complete -c healthprobe -n __healthprobe_listens -s h -l help -d 'print this'
