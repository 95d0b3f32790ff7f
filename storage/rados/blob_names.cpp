// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/blob_names.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace sohoa {
namespace {

constexpr std::string_view kBlobObject = "b/";

// The least so many of the names behind `after`, in order. `all`: there are no others.
Result<std::vector<Sha256>> NamesBehind(RadosCluster& cluster, const std::optional<Sha256>& after, std::size_t most, bool& all) {
  std::vector<Sha256> names;
  all = true;
  const auto keep_least = [&] {
    std::nth_element(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(most), names.end());
    names.resize(most);
    all = false;
  };
  const Status listed = cluster.List([&](std::string_view object) {
    if (!object.starts_with(kBlobObject)) return;
    const std::optional<Sha256> name = Sha256::FromHex(object.substr(kBlobObject.size()));
    if (!name || (after && !(*after < *name))) return;
    names.push_back(*name);
    if (names.size() >= 2 * most) keep_least();
  });
  if (!listed.ok()) return listed;
  if (names.size() > most) keep_least();
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::string BlobName(const Sha256& name) { return std::string(kBlobObject) + name.Hex(); }

Status ListBlobNames(RadosCluster& cluster, const std::function<Status(const Sha256&, bool&)>& visit, std::size_t names_at_once) {
  std::optional<Sha256> after;
  for (bool all = false; !all;) {
    const Result<std::vector<Sha256>> names = NamesBehind(cluster, after, names_at_once, all);
    if (!names) return names.status();
    for (const Sha256& name : *names) {
      bool more = true;
      if (const Status visited = visit(name, more); !visited.ok() || !more) return visited;
    }
    if (!names->empty()) after = names->back();
  }
  return {};
}

}  // namespace sohoa
