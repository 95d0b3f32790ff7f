// SPDX-License-Identifier: Apache-2.0
//
// ID tokens that are for a login, and all that are not. Signed here by OpenSSL alone, and the examples of RFC 7515.
#include "api/oidc/id_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "access/secrets.h"

namespace sohoa {
namespace {

using TokenJson = nlohmann::json;
using testing::HasSubstr;

constexpr std::int64_t kNow = 1'795'764'000;

using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

PrivateKey RsaKey(unsigned bits) { return {EVP_RSA_gen(bits), &EVP_PKEY_free}; }
PrivateKey EcKey(const char* curve) { return {EVP_EC_gen(curve), &EVP_PKEY_free}; }

std::string NumberOf(EVP_PKEY* key, const char* name, int width = 0) {
  BIGNUM* number = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &number), 1);
  std::string bytes(static_cast<std::size_t>(std::max(width, BN_num_bytes(number))), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  BN_free(number);
  return ToBase64Url(bytes);
}

TokenJson RsaJwk(EVP_PKEY* key, const std::string& id) {
  return {{"kty", "RSA"}, {"kid", id}, {"use", "sig"}, {"n", NumberOf(key, OSSL_PKEY_PARAM_RSA_N)}, {"e", NumberOf(key, OSSL_PKEY_PARAM_RSA_E)}};
}
TokenJson EcJwk(EVP_PKEY* key, const std::string& id, const char* curve, int width) {
  return {{"kty", "EC"}, {"kid", id}, {"crv", curve}, {"x", NumberOf(key, OSSL_PKEY_PARAM_EC_PUB_X, width)}, {"y", NumberOf(key, OSSL_PKEY_PARAM_EC_PUB_Y, width)}};
}

// r and s, as many bytes each (RFC 7518, 3.4).
std::string RawOfDer(const std::string& der, int width) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
  std::string raw(static_cast<std::size_t>(2 * width), '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, width);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + width, width);
  ECDSA_SIG_free(signature);
  return raw;
}

std::string Sign(EVP_PKEY* key, const std::string& text, bool pss) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* of_key = nullptr;
  EVP_DigestSignInit(context, &of_key, EVP_sha256(), nullptr, key);
  if (pss) {
    EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_DIGEST);
  }
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  EVP_DigestSign(context, nullptr, &size, bytes, text.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size());
  signature.resize(size);
  EVP_MD_CTX_free(context);
  return EVP_PKEY_is_a(key, "EC") == 1 ? RawOfDer(signature, 32) : signature;
}

class IdToken : public testing::Test {
 protected:
  static std::string Text(const TokenJson& head, const TokenJson& claims) { return ToBase64Url(head.dump()) + "." + ToBase64Url(claims.dump()); }
  std::string Signed(const TokenJson& head, const TokenJson& claims, bool pss = false) const {
    const std::string text = Text(head, claims);
    return text + "." + ToBase64Url(Sign(rsa_.get(), text, pss));
  }
  // A good one but for one claim; null: without it.
  std::string With(const char* name, const TokenJson& value) const {
    TokenJson claims = claims_;
    if (value.is_null()) claims.erase(name);
    else claims[name] = value;
    return Signed(head_, claims);
  }
  Result<std::string> Check(const std::string& token) const { return CheckIdToken(token, TokenJson{{"keys", keys_}}.dump(), rules_); }
  // Why it is refused.
  std::string Why(const std::string& token) const {
    const Result<std::string> checked = Check(token);
    EXPECT_FALSE(checked) << *checked;
    if (checked) return {};
    EXPECT_EQ(checked.status().code(), StatusCode::kDenied);
    return checked.status().message();
  }

  PrivateKey rsa_ = RsaKey(2048);
  IdTokenRules rules_{"https://sso.example", "sohoa", "the-nonce", kNow};
  TokenJson head_ = {{"alg", "RS256"}, {"kid", "one"}, {"typ", "JWT"}};
  TokenJson claims_ = {{"iss", "https://sso.example"}, {"aud", "sohoa"}, {"sub", "an"}, {"nonce", "the-nonce"}, {"iat", kNow - 1}, {"exp", kNow + 300}};
  TokenJson keys_ = TokenJson::array({RsaJwk(rsa_.get(), "one")});
};

TEST_F(IdToken, ThatIsForThisLoginNamesWhoLoggedIn) {
  EXPECT_EQ(*Check(Signed(head_, claims_)), "an");
  EXPECT_EQ(*Check(Signed({{"alg", "RS256"}}, claims_)), "an") << "of an issuer with one key, which need not be named";
  EXPECT_EQ(*Check(Signed({{"alg", "PS256"}}, claims_, /*pss=*/true)), "an");
  const PrivateKey curve = EcKey("P-256");
  keys_.push_back(EcJwk(curve.get(), "two", "P-256", 32));
  const std::string text = Text({{"alg", "ES256"}, {"kid", "two"}}, claims_);
  EXPECT_EQ(*Check(text + "." + ToBase64Url(Sign(curve.get(), text, false))), "an");
  EXPECT_EQ(*Check(With("aud", TokenJson::array({"sohoa"}))), "an");
  claims_["azp"] = "sohoa";
  EXPECT_EQ(*Check(With("aud", TokenJson::array({"another", "sohoa"}))), "an");
}

// Their claims are for nobody, which is said once the signature is found right.
TEST_F(IdToken, IsCheckedAsTheExamplesOfRfc7515AreSigned) {
  const std::string payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  rules_.issuer = "joe";
  keys_ = {{{"kty", "RSA"},
            {"n", "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_"
                  "7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDT"
                  "W9gb54h4FRWyuXpoQ"},
            {"e", "AQAB"}},
           {{"kty", "EC"}, {"crv", "P-256"}, {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}, {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}};
  const std::string rs256 = "eyJhbGciOiJSUzI1NiJ9." + payload +
                            ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLI"
                            "ARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77R"
                            "w";
  const std::string es256 = "eyJhbGciOiJFUzI1NiJ9." + payload + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
  for (std::string token : {rs256, es256}) {
    EXPECT_THAT(Why(token), HasSubstr("it is for nobody"));
    token[token.size() - 20] = token[token.size() - 20] == 'A' ? 'B' : 'A';
    EXPECT_THAT(Why(token), HasSubstr("signature"));
  }
}

TEST_F(IdToken, ThatAnybodyCouldHaveMadeIsRefused) {
  EXPECT_THAT(Why(ToBase64Url(R"({"alg":"none"})") + "." + ToBase64Url(claims_.dump()) + "."), HasSubstr("check an ID token"));
  // The public key, which everybody has, as the secret of an HMAC.
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(memory, rsa_.get());
  char* pem = nullptr;
  const long size = BIO_get_mem_data(memory, &pem);
  for (const char* algorithm : {"HS256", "hs256", "none", "None", "RS512", "RSA-OAEP", ""}) {
    const std::string text = Text({{"alg", algorithm}, {"kid", "one"}}, claims_);
    unsigned char mac[32];
    HMAC(EVP_sha256(), pem, static_cast<int>(size), reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, nullptr);
    EXPECT_THAT(Why(text + "." + ToBase64Url({reinterpret_cast<const char*>(mac), sizeof mac})), HasSubstr("check an ID token")) << algorithm;
  }
  BIO_free(memory);
  const std::string good = Signed(head_, claims_);
  const std::string signature = good.substr(good.rfind('.'));
  TokenJson other = claims_;
  other["sub"] = "binh";
  EXPECT_THAT(Why(Text(head_, other) + signature), HasSubstr("signature"));
  EXPECT_THAT(Why(Text(head_, claims_) + "."), HasSubstr("check an ID token"));
  const PrivateKey foreign = RsaKey(2048);
  const std::string text = Text(head_, claims_);
  EXPECT_THAT(Why(text + "." + ToBase64Url(Sign(foreign.get(), text, false))), HasSubstr("signature"));
}

TEST_F(IdToken, InWhichOneCharacterIsAnotherIsRefused) {
  const std::string good = Signed(head_, claims_);
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char other : {'A', 'x', '.', '=', '\0', '\xff'}) {
      if (good[i] == other) continue;
      std::string altered = good;
      altered[i] = other;
      EXPECT_FALSE(Check(altered)) << i << " " << static_cast<int>(other);
    }
    EXPECT_FALSE(Check(good.substr(0, i)));
  }
}

TEST_F(IdToken, IsNotCheckedByAKeyOfAnotherKindOrUse) {
  const auto code = [&](const TokenJson& keys) {
    keys_ = keys;
    return Check(Signed(head_, claims_)).status().code();
  };
  TokenJson key = RsaJwk(rsa_.get(), "one");
  key["use"] = "enc";
  EXPECT_EQ(code(TokenJson::array({key})), StatusCode::kNotFound);
  key["use"] = "sig";
  key["alg"] = "PS256";
  EXPECT_EQ(code(TokenJson::array({key})), StatusCode::kNotFound);
  EXPECT_EQ(code(TokenJson::array({RsaJwk(rsa_.get(), "another")})), StatusCode::kNotFound);
  EXPECT_EQ(code(TokenJson::array()), StatusCode::kNotFound);
  EXPECT_EQ(code(TokenJson::array({{{"kty", "oct"}, {"kid", "one"}, {"k", "c2VjcmV0"}}})), StatusCode::kNotFound);
  EXPECT_EQ(code({RsaJwk(rsa_.get(), "one"), RsaJwk(RsaKey(2048).get(), "one")}), StatusCode::kDenied) << "which of the two?";
  EXPECT_EQ(code(TokenJson::array({{{"kty", "RSA"}, {"kid", "one"}}})), StatusCode::kDenied);
  for (const TokenJson& number : {TokenJson("A"), TokenJson("AQABA"), TokenJson("AQAB="), TokenJson("A+/B"), TokenJson(""), TokenJson(65537), TokenJson(std::string("AQ\0B", 4)), TokenJson("\u0000")}) {
    for (const char* name : {"n", "e"}) {
      TokenJson broken = RsaJwk(rsa_.get(), "one");
      broken[name] = number;
      EXPECT_EQ(code(TokenJson::array({broken})), StatusCode::kDenied) << name << number;
    }
  }
  for (const char* keys : {"", "[]", "{}", R"({"keys": 1})", R"({"keys": [1, null]})"}) EXPECT_FALSE(CheckIdToken(Signed(head_, claims_), keys, rules_)) << keys;
  rsa_ = RsaKey(1024);
  EXPECT_EQ(code(TokenJson::array({RsaJwk(rsa_.get(), "one")})), StatusCode::kDenied) << "a key that can be broken";
  const PrivateKey curve = EcKey("P-384");
  keys_ = TokenJson::array({EcJwk(curve.get(), "two", "P-384", 48)});
  const std::string text = Text({{"alg", "ES256"}, {"kid", "two"}}, claims_);
  EXPECT_THAT(Why(text + "." + ToBase64Url(std::string(64, 'x'))), HasSubstr("curve"));
}

TEST_F(IdToken, OfAnotherIssuerClientOrLoginIsRefused) {
  EXPECT_THAT(Why(With("iss", "https://sso.example/")), HasSubstr("another issuer"));
  EXPECT_THAT(Why(With("iss", nullptr)), HasSubstr("another issuer"));
  EXPECT_THAT(Why(With("aud", "another")), HasSubstr("another client"));
  EXPECT_THAT(Why(With("aud", TokenJson::array())), HasSubstr("another client"));
  EXPECT_THAT(Why(With("aud", {{"sohoa", true}})), HasSubstr("another client"));
  EXPECT_THAT(Why(With("aud", TokenJson::array({"sohoa", "another"}))), HasSubstr("given to another client"));
  EXPECT_THAT(Why(With("azp", "another")), HasSubstr("given to another client"));
  EXPECT_THAT(Why(With("nonce", "another")), HasSubstr("another login"));
  EXPECT_THAT(Why(With("nonce", nullptr)), HasSubstr("another login"));
  EXPECT_THAT(Why(With("nonce", 1)), HasSubstr("another login"));
  rules_.nonce.clear();
  EXPECT_THAT(Why(With("nonce", "")), HasSubstr("another login")) << "no login is without one";
  rules_.nonce = "the-nonce";
  for (const TokenJson& nobody : {TokenJson(nullptr), TokenJson(""), TokenJson(7), TokenJson("a b"), TokenJson("an\n"), TokenJson(std::string(256, 'a'))}) {
    EXPECT_THAT(Why(With("sub", nobody)), HasSubstr("names nobody")) << nobody;
  }
}

TEST_F(IdToken, HoldsForItsTimeAlone) {
  EXPECT_TRUE(Check(With("exp", kNow - 59))) << "clocks differ";
  EXPECT_THAT(Why(With("exp", kNow - 60)), HasSubstr("expired"));
  EXPECT_THAT(Why(With("exp", -1e300)), HasSubstr("expired"));
  EXPECT_TRUE(Check(With("iat", kNow + 60)));
  EXPECT_THAT(Why(With("iat", kNow + 61)), HasSubstr("to come"));
  EXPECT_TRUE(Check(With("iat", kNow - 600)));
  EXPECT_THAT(Why(With("iat", kNow - 601)), HasSubstr("long ago"));
  EXPECT_TRUE(Check(With("nbf", kNow + 60)));
  EXPECT_THAT(Why(With("nbf", kNow + 61)), HasSubstr("not hold yet"));
  EXPECT_THAT(Why(With("nbf", "soon")), HasSubstr("not hold yet"));
  for (const char* name : {"exp", "iat"}) {
    EXPECT_THAT(Why(With(name, nullptr)), HasSubstr("from when"));
    EXPECT_THAT(Why(With(name, "1795764300")), HasSubstr("from when"));
  }
}

TEST_F(IdToken, WithAHeadThatIsNotUnderstoodIsRefused) {
  for (const TokenJson& more : {TokenJson{{"crit", {"exp"}}}, TokenJson{{"crit", TokenJson::array()}}, TokenJson{{"b64", false}}, TokenJson{{"typ", "at+jwt"}}, TokenJson{{"typ", 1}}}) {
    TokenJson head = head_;
    head.update(more);
    EXPECT_THAT(Why(Signed(head, claims_)), HasSubstr("check an ID token")) << more;
  }
  for (const std::string& text : {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), std::string("{}"), std::string(20'000, 'a'), Text(head_, claims_),
                                  Signed(head_, claims_) + ".more", Signed("[]", claims_), Signed(head_, "no object")}) {
    EXPECT_THAT(Why(text), HasSubstr("check an ID token"));
  }
}

}  // namespace
}  // namespace sohoa
