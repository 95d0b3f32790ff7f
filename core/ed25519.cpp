// SPDX-License-Identifier: Apache-2.0
#include "core/ed25519.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace sohoa {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Bio = std::unique_ptr<BIO, FreeBio>;

Status NoKey(const char* operation) {
  return Status(StatusCode::kInvalidArgument, std::string(operation) + ": this is no Ed25519 private key in PEM; make one with sohoa audit key");
}

// Null where it is none.
Key ReadPrivate(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // An encrypted key gets no pass phrase: nobody is there to type it.
  const auto no_phrase = [](char*, int, int, void*) { return -1; };
  Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_phrase, nullptr) : nullptr);
  if (key && EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) key.reset();
  return key;
}

std::string TextIn(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

Result<std::string> NewEd25519Key() {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!key || !bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return Status(StatusCode::kInternal, "make a signing key: OpenSSL made none");
  }
  return TextIn(bio.get());
}

Result<std::string> PublicEd25519Key(std::string_view private_pem) {
  const Key key = ReadPrivate(private_pem);
  if (!key) return NoKey("read a signing key");
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), key.get()) != 1) return Status(StatusCode::kInternal, "write a public key: OpenSSL wrote none");
  return TextIn(bio.get());
}

Result<std::string> SignEd25519(std::string_view private_pem, std::string_view message) {
  const Key key = ReadPrivate(private_pem);
  if (!key) return NoKey("sign");
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  std::size_t size = signature.size();
  const bool signed_it = context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                         EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                        reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
  if (!signed_it || size != signature.size()) return Status(StatusCode::kInternal, "sign: OpenSSL made no signature");
  return signature;
}

}  // namespace sohoa
