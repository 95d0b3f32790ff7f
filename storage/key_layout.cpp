// SPDX-License-Identifier: Apache-2.0
#include "storage/key_layout.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr char kEscaped = '\xff';
constexpr char kEnd = '\x01';

template <typename Number>
std::string ToBigEndian(Number number) {
  std::string bytes(sizeof(Number), '\0');
  for (std::size_t i = sizeof(Number); i-- > 0; number = static_cast<Number>(number >> 8)) {
    bytes[i] = static_cast<char>(number & 0xff);
  }
  return bytes;
}

template <typename Number>
std::optional<Number> FromBigEndian(std::string_view bytes) {
  if (bytes.size() != sizeof(Number)) return std::nullopt;
  Number number = 0;
  for (const char byte : bytes) {
    number = static_cast<Number>((number << 8) | static_cast<std::uint8_t>(byte));
  }
  return number;
}

std::string Join(std::string_view prefix, std::string_view rest) {
  std::string key(prefix);
  key += rest;
  return key;
}

}  // namespace

std::string BigEndian32(std::uint32_t number) { return ToBigEndian(number); }
std::string BigEndian64(std::uint64_t number) { return ToBigEndian(number); }

std::optional<std::uint32_t> ReadBigEndian32(std::string_view bytes) {
  return FromBigEndian<std::uint32_t>(bytes);
}

std::optional<std::uint64_t> ReadBigEndian64(std::string_view bytes) {
  return FromBigEndian<std::uint64_t>(bytes);
}

std::string EscapedString(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + 2);
  for (const char byte : text) {
    escaped += byte;
    if (byte == '\0') escaped += kEscaped;
  }
  escaped += '\0';
  escaped += kEnd;
  return escaped;
}

std::optional<std::string> TakeEscapedString(std::string_view& key) {
  std::string text;
  for (std::size_t i = 0; i + 1 < key.size(); ++i) {
    if (key[i] != '\0') {
      text += key[i];
    } else if (key[i + 1] == kEnd) {
      key.remove_prefix(i + 2);
      return text;
    } else if (key[i + 1] == kEscaped) {
      text += '\0';
      ++i;
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::string DossierKey(std::string_view code, std::uint32_t version) {
  return Join(kDossierPrefix, EscapedString(code) + BigEndian32(version));
}
std::string NewestKey(std::string_view code) { return Join(kNewestPrefix, EscapedString(code)); }
std::string DocumentKey(std::string_view document_id) {
  return Join(kDocumentPrefix, EscapedString(document_id));
}
std::string PageKey(std::string_view page_id) {
  return Join(kPagePrefix, EscapedString(page_id));
}
std::string ReferencePrefix(const Sha256& blob) {
  return Join(kReferencePrefix, NameBytes(blob));
}
std::string ReferenceKey(const Sha256& blob, std::string_view code) {
  return ReferencePrefix(blob) + EscapedString(code);
}
std::string EventKey(std::uint64_t sequence) { return Join(kEventPrefix, BigEndian64(sequence)); }
std::string AuditKey(std::uint64_t sequence) { return Join(kAuditPrefix, BigEndian64(sequence)); }

std::string RegistryChecksKey(std::string_view code) { return Join(kRegistryChecksPrefix, EscapedString(code)); }
std::string RegistryOrderKey(std::string_view code) { return Join(kRegistryOrderPrefix, EscapedString(code)); }

std::string RetentionKey(std::string_view code) { return Join(kRetentionPrefix, EscapedString(code)); }
std::string ProposalKey(std::uint64_t number) { return Join(kProposalPrefix, BigEndian64(number)); }
std::string CertificateKey(std::string_view code) { return Join(kCertificatePrefix, EscapedString(code)); }
std::string ReviewOpinionPrefix(std::string_view code) { return std::string(kReviewOpinionPrefix) + EscapedString(code); }
std::string CondemnedKey(const Sha256& blob) { return Join(kCondemnedPrefix, NameBytes(blob)); }

std::string SegmentKeys(std::uint64_t segment) { return std::string(kSegmentPrefix) + BigEndian64(segment); }
std::string SegmentHeaderKey(std::uint64_t segment) { return SegmentKeys(segment) + '\xff'; }
std::string SegmentPieceKey(std::uint64_t segment, std::uint8_t section, std::uint32_t number) {
  return SegmentKeys(segment) + static_cast<char>(section) + BigEndian32(number);
}
std::string TailKey(std::uint64_t first_ordinal) { return std::string(kTailPrefix) + BigEndian64(first_ordinal); }
std::string DeadKey(std::uint64_t removal) { return std::string(kDeadPrefix) + BigEndian64(removal); }
std::string IndexEntryKey(std::uint64_t ordinal) { return Join(kIndexEntryPrefix, BigEndian64(ordinal)); }
std::string IndexedDossierKey(std::string_view code) {
  return Join(kIndexedDossierPrefix, EscapedString(code));
}

std::string BlobKey(const Sha256& name) { return Join(kBlobPrefix, NameBytes(name)); }
std::string ChunksPrefix(std::uint64_t upload) { return Join(kChunkPrefix, BigEndian64(upload)); }
std::string ChunkKey(std::uint64_t upload, std::uint32_t number) {
  return ChunksPrefix(upload) + BigEndian32(number);
}
std::string UploadKey(std::uint64_t upload) { return Join(kUploadPrefix, BigEndian64(upload)); }

std::string_view NameBytes(const Sha256& name) {
  return {reinterpret_cast<const char*>(name.bytes.data()), name.bytes.size()};
}

std::optional<Sha256> ReadNameBytes(std::string_view bytes) {
  Sha256 name;
  if (bytes.size() != name.bytes.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), name.bytes.begin());
  return name;
}

}  // namespace sohoa
