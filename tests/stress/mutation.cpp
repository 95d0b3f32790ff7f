// SPDX-License-Identifier: Apache-2.0
#include "stress/mutation.h"

#include <algorithm>
#include <cctype>
#include <random>

namespace sohoa {
namespace {

class Mutator {
 public:
  Mutator(const std::vector<BaseFile>& bases, std::uint64_t seed) : bases_(bases), random_(seed) {}

  std::size_t Below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(random_() % end); }

  void Change(std::string& bytes) {
    switch (Below(11)) {
      case 0: return TurnBits(bytes, 1);
      case 1: return TurnBits(bytes, 1 + bytes.size() / (20 + Below(5000)));
      case 2: return SetExtremes(bytes);
      case 3: return GrowNumbers(bytes);
      case 4: return CutOut(bytes);
      case 5: return Double(bytes);
      case 6: return TakeFromAnother(bytes);
      case 7: return CutOff(bytes);
      default: return TurnBits(bytes, 1 + Below(4));  // what goes deepest before it is noticed
    }
  }

 private:
  // Headers lie at the beginning: a quarter of all changes are made there.
  std::size_t Place(const std::string& bytes) {
    return Below(4) == 0 ? Below(std::min<std::size_t>(bytes.size(), 512)) : Below(bytes.size());
  }

  void TurnBits(std::string& bytes, std::size_t count) {
    for (std::size_t i = 0; i < count && !bytes.empty(); ++i) {
      char& byte = bytes[Place(bytes)];
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 1u << Below(8));
    }
  }

  void SetExtremes(std::string& bytes) {
    static constexpr std::uint32_t kExtremes[] = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff};
    for (std::size_t i = 1 + Below(3); i > 0; --i) {
      const std::uint32_t value = kExtremes[Below(std::size(kExtremes))];
      const std::size_t size = std::size_t{1} << Below(3);
      const bool big_endian = Below(2) == 0;
      const std::size_t at = Place(bytes);
      for (std::size_t k = 0; k < size && at + k < bytes.size(); ++k) {
        bytes[at + k] = static_cast<char>(value >> (8 * (big_endian ? size - 1 - k : k)));
      }
    }
  }

  // "/Width 800" becomes "/Width 98000000".
  void GrowNumbers(std::string& bytes) {
    for (std::size_t i = 1 + Below(4); i > 0 && !bytes.empty(); --i) {
      std::size_t at = Place(bytes);
      while (at < bytes.size() && std::isdigit(static_cast<unsigned char>(bytes[at])) == 0) ++at;
      if (at == bytes.size()) return TurnBits(bytes, 2);
      if (Below(3) == 0) {
        bytes[at] = static_cast<char>('0' + Below(10));
      } else {
        bytes.insert(at, std::string(1 + Below(7), static_cast<char>('0' + Below(10))));
      }
    }
  }

  void CutOut(std::string& bytes) { bytes.erase(Place(bytes), 1 + Below(1 + bytes.size() / 4)); }

  void Double(std::string& bytes) {
    const std::string part = bytes.substr(Place(bytes), 1 + Below(2000));
    for (std::size_t i = 1 + Below(20); i > 0; --i) bytes.insert(Place(bytes), part);
  }

  void TakeFromAnother(std::string& bytes) {
    const std::string& other = bases_[Below(bases_.size())].bytes;
    const std::string part = other.substr(Below(other.size()), 1 + Below(4000));
    const std::size_t at = Place(bytes);
    bytes.replace(at, Below(2) == 0 ? std::min(part.size(), bytes.size() - at) : 0, part);
  }

  void CutOff(std::string& bytes) { bytes.resize(1 + Below(bytes.size())); }

  const std::vector<BaseFile>& bases_;
  std::mt19937_64 random_;
};

}  // namespace

MutatedFile Mutate(const std::vector<BaseFile>& bases, std::uint64_t seed, std::uint64_t number) {
  std::seed_seq mixed{seed, seed >> 32, number, number >> 32};
  std::uint32_t start[2];
  mixed.generate(start, start + 2);
  Mutator mutator(bases, std::uint64_t{start[0]} << 32 | start[1]);
  const BaseFile& base = bases[mutator.Below(bases.size())];
  MutatedFile file{base.name + "#" + std::to_string(number), base.bytes};
  for (std::size_t changes = mutator.Below(3) == 0 ? 3 : 1; changes > 0 && !file.bytes.empty(); --changes) mutator.Change(file.bytes);
  return file;
}

}  // namespace sohoa
