#!/bin/sh
# make_certificates.sh FOLDER: an authority, and certificates for the tests of TLS.
set -e
mkdir -p "$1"
cd "$1"
key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
openssl req -x509 $key -keyout ca.key -out ca.pem -days 3650 -subj "/CN=Test Authority"
# certificate NAME SUBJECT ALTERNATIVES OPTIONS...
certificate() {
  name=$1 subject=$2 alternatives=$3
  shift 3
  openssl req $key -keyout "$name.key" -out "$name.csr" -subj "/CN=$subject"
  echo "subjectAltName=$alternatives" >"$name.ext"
  openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "$name.ext" -out "$name.pem" "$@"
}
certificate good localhost "DNS:localhost,IP:127.0.0.1" -days 3650
certificate other other.example "DNS:other.example" -days 3650
certificate expired expired.localhost "DNS:localhost" -days -1
certificate client "a client" "DNS:client" -days 3650
openssl req -x509 $key -keyout self.key -out self.pem -days 3650 -subj "/CN=self-signed" -addext "subjectAltName=DNS:localhost"
