#!/bin/sh
# Makes the certificates of CraftedChainTests in the current directory: NAME.pem and NAME.key, each signed by the one that its line names.
set -e

key() {
  case ${2:-ec} in
    ec) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" ;;
    p192) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime192v1 -out "$1.key" ;;
    rsa1024) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out "$1.key" ;;
    rsa2048) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" ;;
    ed25519) openssl genpkey -algorithm ED25519 -out "$1.key" ;;
  esac
}

# certificate NAME ISSUER SUBJECT EXTENSIONS [DAYS] [DIGEST] [OPTIONS]
certificate() {
  [ -f "$1.key" ] || key "$1"
  printf '%b' "$4" >"$1.ext"
  openssl req -new -key "$1.key" -subj "$3" -config "${request:-utf8.cnf}" -out "$1.csr"
  if [ "$2" = "$1" ]; then signer="-signkey $1.key"; else signer="-CA $2.pem -CAkey $2.key"; fi
  # shellcheck disable=SC2086
  openssl x509 -req -in "$1.csr" $signer -set_serial "0x$(openssl rand -hex 8)" -days "${5:-30}" ${6:--sha256} -extfile "$1.ext" -out "$1.pem"
}

printf '[req]\ndistinguished_name=dn\nstring_mask=utf8only\n[dn]\n' >utf8.cnf
printf '[req]\ndistinguished_name=dn\nstring_mask=pkix\n[dn]\n' >printable.cnf
CA='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
LEAF='subjectAltName=DNS:web.test\n'

certificate root root "/O=Test/CN=Root" "$CA"
certificate int root "/CN=Intermediate" "$CA"
certificate good int "/CN=web.test" "$LEAF"
certificate direct root "/CN=web.test" "$LEAF"
certificate self self "/CN=web.test" "basicConstraints=critical,CA:TRUE\n$LEAF"
certificate foreign-root foreign-root "/CN=Foreign" "$CA"
certificate foreign foreign-root "/CN=web.test" "$LEAF"

certificate expired int "/CN=web.test" "$LEAF" -1
certificate expired-int root "/CN=Expired intermediate" "$CA" -1
certificate under-expired-int expired-int "/CN=web.test" "$LEAF"
certificate expired-root expired-root "/CN=Expired root" "$CA" -1
certificate under-expired-root expired-root "/CN=web.test" "$LEAF"

certificate no-sign-int root "/CN=No signing" 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n'
certificate under-no-sign no-sign-int "/CN=web.test" "$LEAF"
certificate not-a-ca root "/CN=Not a CA" 'basicConstraints=critical,CA:FALSE\n'
certificate under-not-a-ca not-a-ca "/CN=web.test" "$LEAF"
certificate named-int root "/CN=Constrained" "${CA}nameConstraints=critical,permitted;DNS:other.test\n"
certificate under-named named-int "/CN=web.test" "$LEAF"
certificate short-int root "/CN=Short" 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n'
certificate below-short short-int "/CN=Below" "$CA"
certificate under-short below-short "/CN=web.test" "$LEAF"
certificate client-only int "/CN=web.test" "${LEAF}extendedKeyUsage=clientAuth\n"
certificate critical int "/CN=web.test" "${LEAF}1.2.3.4=critical,ASN1:UTF8String:x\n"
cp good.key bad-signature.key
openssl x509 -in good.pem -outform DER | perl -0777 -pe 's/(.)\z/chr(ord($1) ^ 1)/se' | openssl x509 -inform DER -out bad-signature.pem

certificate sha1 int "/CN=web.test" "$LEAF" 30 -sha1
certificate sha1-int root "/CN=SHA-1 intermediate" "$CA" 30 -sha1
certificate under-sha1 sha1-int "/CN=web.test" "$LEAF"
key rsa-int rsa2048
certificate rsa-int root "/CN=RSA intermediate" "$CA"
certificate md5 rsa-int "/CN=web.test" "$LEAF" 30 -md5
certificate pss rsa-int "/CN=web.test" "$LEAF" 30 '-sha256 -sigopt rsa_padding_mode:pss'
certificate pss-sha1 rsa-int "/CN=web.test" "$LEAF" 30 '-sha1 -sigopt rsa_padding_mode:pss'
key rsa1024 rsa1024
certificate rsa1024 int "/CN=web.test" "$LEAF"
key rsa1024-int rsa1024
certificate rsa1024-int root "/CN=Short RSA" "$CA"
certificate under-rsa1024 rsa1024-int "/CN=web.test" "$LEAF"
key rsa1024-root rsa1024
certificate rsa1024-root rsa1024-root "/CN=Short RSA root" "$CA"
certificate under-rsa1024-root rsa1024-root "/CN=web.test" "$LEAF"
key p192 p192
certificate p192 int "/CN=web.test" "$LEAF"
key p192-int p192
certificate p192-int root "/CN=P-192" "$CA"
certificate under-p192 p192-int "/CN=web.test" "$LEAF"
key ed25519 ed25519
certificate ed25519 int "/CN=web.test" "$LEAF"
certificate ca-leaf int "/CN=web.test" "basicConstraints=critical,CA:TRUE\n$LEAF"
certificate common-name int "/CN=web.test" 'basicConstraints=CA:FALSE\n'
certificate other-name int "/CN=web.test" 'subjectAltName=DNS:other.test,DNS:*.sub.test,IP:10.1.2.3\n'

# The same key under the same name, as other software writes it: another string type, upper case, and more space.
cp root.key printable-root.key
request=printable.cnf certificate printable-root printable-root "/O=Test/CN=Root" "$CA"
cp root.key upper-root.key
certificate upper-root upper-root "/O=TEST/CN=ROOT" "$CA"
cp root.key spaced-root.key
certificate spaced-root spaced-root "/O= Test/CN=Root " "$CA"
# The intermediate, signed by a root that nobody knows.
cp int.key cross-int.key
certificate cross-int foreign-root "/CN=Intermediate" "$CA"
cat int.pem root.pem >bundle.pem
openssl x509 -in root.pem -trustout -addtrust serverAuth -out trusted-root.pem
{ printf '\357\273\277'; cat root.pem; } >marked-root.pem
: >empty.pem
