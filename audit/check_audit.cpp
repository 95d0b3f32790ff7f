// SPDX-License-Identifier: Apache-2.0
//
// sohoa-check-audit --key PUBLIC.pem ROOT... [--records FILE...]
//
// Checks signed audit roots, and records against them. Made to be read by who does not trust the archive: one file,
// nothing of the archive's code, OpenSSL for SHA-256 and Ed25519. The forms of the files are in docs/STORAGE.md.
//
// A root names an archive, a day, the records of it (`first` to `last`), the SHA-256 of the last one (`head`) and the
// root of the Merkle tree over them (RFC 6962, 2.1). Each record holds the SHA-256 of the one before it. So a record
// that was changed, removed, put between or moved contradicts the root of its day, and every later root.
//
// Ends with 0 where all that was given agrees, 1 where something does not, 2 where it could not be read.
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view kRootHeader = "sohoa-audit-root 1\n";
constexpr std::string_view kRecordsHeader = "sohoa-audit-records 1\n";
constexpr std::size_t kHashSize = SHA256_DIGEST_LENGTH;

[[noreturn]] void Unreadable(const std::string& what) {
  std::fprintf(stderr, "sohoa-check-audit: %s\n", what.c_str());
  std::exit(2);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) Unreadable(path + " cannot be read");
  return bytes;
}

std::string Hash(std::string_view bytes) {
  std::string hash(kHashSize, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const unsigned char byte : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", byte);
    hex += digits;
  }
  return hex;
}

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(size) - static_cast<std::size_t>(text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0));
  return bytes;
}

// RFC 6962, 2.1, as it is written there.
std::string MerkleRoot(const std::vector<std::string>& leaves, std::size_t begin, std::size_t end) {
  if (begin == end) return Hash("");
  if (end - begin == 1) return Hash(std::string(1, '\0') + leaves[begin]);
  std::size_t left = 1;
  while (left * 2 < end - begin) left *= 2;
  return Hash(std::string(1, '\1') + MerkleRoot(leaves, begin, begin + left) + MerkleRoot(leaves, begin + left, end));
}

struct Root {
  std::string path;
  std::string statement;  // what is signed
  std::map<std::string, std::string> values;
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  const std::string& operator[](const std::string& name) const {
    const auto found = values.find(name);
    if (found == values.end()) Unreadable(path + " has no line \"" + name + ": ...\"");
    return found->second;
  }
};

std::uint64_t NumberIn(const Root& root, const std::string& name) {
  char* end = nullptr;
  const std::uint64_t number = std::strtoull(root[name].c_str(), &end, 10);
  if (root[name].empty() || *end != '\0') Unreadable(root.path + ": " + name + " is no number");
  return number;
}

Root ReadRoot(const std::string& path) {
  Root root;
  root.path = path;
  const std::string text = ReadFile(path);
  if (!text.starts_with(kRootHeader)) Unreadable(path + " is no audit root of form 1");
  const std::size_t signature = text.find("\nsignature: ");
  if (signature == std::string::npos) Unreadable(path + " is not signed");
  root.statement = text.substr(0, signature + 1);
  for (std::size_t at = kRootHeader.size(); at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) Unreadable(path + " has a line that is none of a root");
    if (!root.values.emplace(line.substr(0, colon), line.substr(colon + 2)).second) Unreadable(path + " says something twice");
    at = end + 1;
  }
  root.first = NumberIn(root, "first");
  root.last = NumberIn(root, "last");
  if (root.first == 0 || root.last + 1 < root.first) Unreadable(path + ": first and last do not fit together");
  return root;
}

EVP_PKEY* ReadKey(const std::string& path) {
  const std::string pem = ReadFile(path);
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* key = PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  if (key == nullptr || EVP_PKEY_id(key) != EVP_PKEY_ED25519) Unreadable(path + " is no public Ed25519 key in PEM");
  return key;
}

bool IsSignedBy(const Root& root, EVP_PKEY* key) {
  const std::optional<std::string> signature = FromBase64(root["signature"]);
  if (!signature) return false;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool good = EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key) == 1 &&
                    EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature->data()), signature->size(),
                                     reinterpret_cast<const unsigned char*>(root.statement.data()), root.statement.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

struct Record {
  std::string bytes;
  std::uint64_t sequence = 0;
  std::string previous;  // SHA-256
};

// Of a record (a Protocol Buffers message) what the chain needs: its fields 1, a number, and 7, bytes.
class MessageReader {
 public:
  explicit MessageReader(std::string_view bytes) : rest_(bytes) {}

  std::optional<Record> Read() {
    Record record;
    record.bytes = rest_;
    while (!rest_.empty()) {
      const std::optional<std::uint64_t> tag = Number();
      if (!tag) return std::nullopt;
      if ((*tag & 7) == 0) {
        const std::optional<std::uint64_t> value = Number();
        if (!value) return std::nullopt;
        if (*tag >> 3 == 1) record.sequence = *value;
      } else if ((*tag & 7) == 2) {
        const std::optional<std::uint64_t> size = Number();
        if (!size || *size > rest_.size()) return std::nullopt;
        if (*tag >> 3 == 7) record.previous = rest_.substr(0, *size);
        rest_.remove_prefix(*size);
      } else {
        return std::nullopt;
      }
    }
    if (record.sequence == 0 || record.previous.size() != kHashSize) return std::nullopt;
    return record;
  }

 private:
  std::optional<std::uint64_t> Number() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const unsigned char byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return number;
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

class Check {
 public:
  void Problem(const std::string& what) {
    std::printf("%s\n", what.c_str());
    ++problems_;
  }

  void Read(const std::string& path) {
    const std::string text = ReadFile(path);
    if (!text.starts_with(kRecordsHeader)) Unreadable(path + " is no file of audit records of form 1");
    for (std::size_t at = kRecordsHeader.size(); at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      Take(path, std::string_view(text).substr(at, end - at));
      at = end + 1;
    }
  }

  // The day before, and the records of its own day.
  void Compare(const Root& root, const Root* before) {
    if (before != nullptr && root["archive"] != (*before)["archive"]) Problem(root.path + " is of another archive than " + before->path);
    if (before != nullptr && root.first <= before->last) Problem(root.path + " has records of " + before->path);
    if (before != nullptr && before->last == root.last && (*before)["head"] != root["head"]) Problem(root.path + " has another head than " + before->path);
    if (records_.empty()) return;
    const auto after = [&](std::uint64_t sequence) { return records_.find(sequence); };
    std::vector<std::string> leaves;
    for (std::uint64_t sequence = root.first; sequence <= root.last; ++sequence) {
      const auto record = after(sequence);
      if (record == records_.end()) {
        Problem("record " + std::to_string(sequence) + " of " + root["day"] + " is missing");
        return;
      }
      leaves.push_back(record->second.bytes);
    }
    if (before != nullptr && before->last + 1 == root.first && !leaves.empty() && Hex(after(root.first)->second.previous) != (*before)["head"]) {
      Problem("record " + std::to_string(root.first) + " does not follow the last one of " + before->path);
    }
    if (!leaves.empty() && Hex(Hash(leaves.back())) != root["head"]) Problem("record " + std::to_string(root.last) + " is not the one that " + root.path + " names");
    if (Hex(MerkleRoot(leaves, 0, leaves.size())) != root["merkle"]) Problem("the records of " + root["day"] + " are not those of " + root.path);
  }

  // Each follows the one before it.
  void Chain() {
    const Record* before = nullptr;
    for (const auto& [sequence, record] : records_) {
      if (sequence == 1 && record.previous != std::string(kHashSize, '\0')) Problem("record 1 follows another record");
      if (before != nullptr && before->sequence + 1 == sequence && record.previous != Hash(before->bytes)) {
        Problem("record " + std::to_string(sequence) + " does not follow the one before it");
      }
      before = &record;
    }
  }

  std::size_t records() const { return records_.size(); }
  std::uint64_t last() const { return records_.empty() ? 0 : records_.rbegin()->first; }
  int problems() const { return problems_; }

 private:
  void Take(const std::string& path, std::string_view line) {
    const std::optional<std::string> bytes = FromBase64(line);
    std::optional<Record> record = bytes ? MessageReader(*bytes).Read() : std::nullopt;
    if (!record) {
      Problem(path + ": a record behind " + std::to_string(newest_) + " is malformed");
      return;
    }
    if (record->sequence <= newest_) Problem(path + ": record " + std::to_string(record->sequence) + " stands behind record " + std::to_string(newest_));
    newest_ = record->sequence;
    const std::uint64_t sequence = record->sequence;
    if (!records_.emplace(sequence, std::move(*record)).second) Problem(path + ": record " + std::to_string(sequence) + " is there twice");
  }

  std::map<std::uint64_t, Record> records_;
  std::uint64_t newest_ = 0;  // of the last line that was read
  int problems_ = 0;
};

constexpr const char* kUsage =
    "sohoa-check-audit --key PUBLIC.pem ROOT... [--records FILE...]\n"
    "Checks signed roots of Sohoa's audit chain, and the records of their days, each in order of days.\n";

}  // namespace

int main(int argc, char** argv) {
  std::string key_path;
  std::vector<std::string> root_paths;
  std::vector<std::string> record_paths;
  bool records = false;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      std::printf("%s", kUsage);
      return 0;
    }
    if (argument == "--key" && i + 1 < argc) {
      key_path = argv[++i];
    } else if (argument == "--records") {
      records = true;
    } else if (argument.starts_with("--")) {
      Unreadable("there is no option " + argument);
    } else {
      (records ? record_paths : root_paths).push_back(argument);
    }
  }
  if (key_path.empty() || root_paths.empty()) {
    std::fprintf(stderr, "%s", kUsage);
    return 2;
  }
  EVP_PKEY* key = ReadKey(key_path);
  std::vector<Root> roots;
  for (const std::string& path : root_paths) roots.push_back(ReadRoot(path));
  std::sort(roots.begin(), roots.end(), [](const Root& a, const Root& b) { return a["day"] < b["day"]; });

  Check check;
  for (const std::string& path : record_paths) check.Read(path);
  check.Chain();
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (!IsSignedBy(roots[i], key)) check.Problem(roots[i].path + " is not signed by this key");
    check.Compare(roots[i], i == 0 ? nullptr : &roots[i - 1]);
  }
  EVP_PKEY_free(key);
  const std::uint64_t anchored = std::max_element(roots.begin(), roots.end(), [](const Root& a, const Root& b) { return a.last < b.last; })->last;
  if (check.last() > anchored) {
    std::printf("no root is there for records %llu to %llu\n", static_cast<unsigned long long>(anchored + 1), static_cast<unsigned long long>(check.last()));
  }
  std::printf("%zu roots, %zu records: %s\n", roots.size(), check.records(), check.problems() == 0 ? "all agree" : "they do not agree");
  return check.problems() == 0 ? 0 : 1;
}
