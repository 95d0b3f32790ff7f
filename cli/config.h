// SPDX-License-Identifier: Apache-2.0
//
// sohoa.toml and the global options. Every key has a default; an unknown key is an error, so
// that a misspelt one is not silently without effect.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/oidc/provider.h"
#include "api/outbound_request.h"
#include "api/registry_checker.h"
#include "cli/log_output.h"
#include "core/log.h"
#include "core/result.h"
#include "documents/agency_defaults.h"
#include "storage/storage_location.h"
#include "workers/reader_client.h"
#include "storage/search_index.h"

namespace sohoa {

struct Config {
  std::string file;  // the configuration file that was read; empty = none
  // Where the archive lives: --archive, `archive` (or `storage` alone, without a table of that name), $SOHOA_HOME, ./archive.
  StorageLocation location;
  // Its folder on this host. Of an archive that is not on a disk of this host: what is this host's own (rados.home).
  std::string archive;
  std::string beacon;  // storage.beacon: a file on another disk; empty = beside the archive
  std::uint64_t reserve_bytes = 0;  // storage.reserve_mb: stays free on the archive's disk; 0 = by its size
  std::uint64_t cache_bytes = 0;    // storage.cache_mb: memory for what is read often; 0 = by the machine's
  // An archive in Ceph (docs/STORAGE.md).
  std::string ceph_conf;      // rados.ceph_conf; empty = where Ceph looks itself
  std::string ceph_user;      // rados.user: "sohoa" for client.sohoa; empty = admin
  std::string rados_home;     // rados.home: folder on this host; empty = /var/lib/sohoa/POOL
  // What the command prints.
  bool json = false;
  bool quiet = false;
  // The continuous check of fixity (docs/OPERATIONS.md).
  std::uint32_t fixity_days = 30;           // fixity.days: every byte is read again in so many; 0 = it does not run
  std::uint64_t fixity_bytes_per_second = 8u << 20;  // fixity.mb_per_second: at most, where it has to catch up
  // `sohoa serve`.
  std::string http = "127.0.0.1:8080";   // serve.http
  std::uint32_t workers = 2;             // serve.workers: worker processes
  std::string certificate;               // serve.certificate, serve.private_key: PEM files; then it is HTTPS
  std::string private_key;
  bool standby = false;                  // serve.standby: where another server holds the archive, wait to take its place
  std::vector<std::string> listen;       // serve.listen: further endpoints, "tcp://10.0.0.1:5570"
  std::uint64_t body_limit = 200u << 20;  // serve.body_limit, bytes
  std::vector<std::string> second_look;   // review.second: values that two people look at (docs/VERIFYING.md)
  // Whom the server may send events to (docs/WEBHOOKS.md).
  OutboundRules outbound;  // webhooks.allow, webhooks.networks
  // Where people log in besides (docs/ACCESS.md): oidc.issuer, client_id, public_url, scopes, title, allow, networks.
  OidcOptions oidc;
  std::string oidc_secret_file;  // oidc.client_secret_file: its first line is the client's secret; "" = it has none
  // Registers of the State that are asked about people and enterprises (docs/REGISTRIES.md): registries.population_url,
  // enterprise_url, client_id, legal_basis, networks, timeout_s; keep_days, per_minute.
  HttpRegistryOptions registries;
  RegistryCheckerOptions registry_checks;
  std::string registry_key_file;  // registries.key_file: its first line is the key
  // What services log.
  LogLevel log_level = LogLevel::kInfo;      // log.level: "debug" "info" "warning" "error"
  LogFormat log_format = LogFormat::kText;  // log.format: "text" "json"
  // Between hosts (docs/DEPLOYMENT.md).
  // transport.connect: the coordinator's endpoint, where it is on another host; several where there are standbys.
  std::vector<std::string> connect;
  std::string key;         // transport.key: our own key file
  std::string server_key;  // transport.server_key: the coordinator's public key, for who connects to it
  std::string allow;       // transport.allow: allow-list file of a coordinator
  // Procedures and the agency (docs/PROCEDURES.md, docs/ARCHIVE_FIELDS.md).
  std::optional<std::string> catalogue;  // procedures.catalogue: a folder or file; "" = none; not set = the one that is shipped
  AgencyDefaults agency;                 // [agency]
  Secrecy secrecy_up_to = Secrecy::kNone;  // secrecy.up_to: "none" "mat" "toi-mat" "tuyet-mat"; what the installation is set up to keep
  // `sohoa desk` (docs/DESK.md).
  std::string desk_http = "127.0.0.1:8081";  // desk.http
  std::string desk_lan;                          // desk.lan: address for paired browsers of other hosts; empty = none
  std::string desk_certificate;                  // desk.certificate, desk.private_key: PEM files, for desk.lan
  std::string desk_private_key;
  std::vector<std::string> desk_folders;         // desk.folders: hot folders to scan from
  std::string desk_spool = "./desk";         // desk.spool: where pages are safe until the archive has them
  std::string desk_name = "1";               // desk.name: stands with what is decided at this desk
  std::string desk_agency;                   // desk.agency: code, of dossiers that name none
  std::uint32_t desk_keep_days = 7;          // desk.keep_days: so long pages stay here that the archive has
  // Reading.
  ReaderOptions reader;  // reader.engine, reader.model, reader.memory_mb, reader.timeout_s
};

// Where the archive is, of what people wrote: `text` and the settings of `config`. kInvalidArgument.
Status SetArchive(std::string_view text, Config& config);

// The defaults with the file at `path` over them; "" = ./sohoa.toml where there is one.
// kInvalidArgument with file and line.
Result<Config> LoadConfig(const std::string& path);

}  // namespace sohoa
