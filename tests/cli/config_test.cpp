// SPDX-License-Identifier: Apache-2.0
#include "cli/config.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/test_folder.h"

namespace sohoa {
namespace {

class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text) : path_(folder_.Sub("sohoa.toml")) { std::ofstream(path_) << text; }
  const std::string& path() const { return path_; }

 private:
  TestFolder folder_;  // tests run side by side
  std::string path_;
};

TEST(Config, TakesWhatTheFileSays) {
  const ConfigFile file("archive = \"/srv/kho\"\n[serve]\nworkers = 4\nlisten = [\"tcp://127.0.0.1:5570\"]\n[reader]\nmodel = \"vie+eng\"\ntimeout_s = 90\n");
  const Result<Config> config = LoadConfig(file.path());
  ASSERT_TRUE(config) << config.status().ToString();
  EXPECT_EQ(config->archive, "/srv/kho");
  EXPECT_EQ(config->workers, 4u);
  EXPECT_EQ(config->listen, std::vector<std::string>{"tcp://127.0.0.1:5570"});
  EXPECT_EQ(config->reader.ocr.model, "vie+eng");
  EXPECT_EQ(config->reader.call_timeout_ms, 90'000);
}

TEST(Config, TakesAnArchiveInAFolderOrInCeph) {
  const Result<Config> folder = LoadConfig(ConfigFile("archive = \"rocksdb:/srv/kho\"\n").path());
  ASSERT_TRUE(folder) << folder.status().ToString();
  EXPECT_EQ(folder->archive, "/srv/kho");
  EXPECT_EQ(folder->location.Text(), "rocksdb:/srv/kho");
  EXPECT_EQ(LoadConfig(ConfigFile("storage = \"rocksdb:/srv/kho\"\n").path())->location, folder->location);
  const Result<Config> pool = LoadConfig(ConfigFile("archive = \"rados:sohoa/xa-1\"\n[storage]\ncache_mb = 64\n[rados]\nceph_conf = \"/etc/ceph/a.conf\"\nuser = \"sohoa\"\n").path());
  ASSERT_TRUE(pool) << pool.status().ToString();
  EXPECT_EQ(pool->location.Text(), "rados:sohoa/xa-1");
  EXPECT_EQ(pool->archive, "/var/lib/sohoa/sohoa-xa-1") << "what is this host's own";
  EXPECT_EQ(pool->ceph_conf, "/etc/ceph/a.conf");
  EXPECT_EQ(pool->ceph_user, "sohoa");
  EXPECT_EQ(LoadConfig(ConfigFile("storage = \"rados:sohoa\"\n[rados]\nhome = \"/srv/host\"\n").path())->archive, "/srv/host");
  EXPECT_EQ(LoadConfig(ConfigFile("archive = \"rado:sohoa\"\n").path()).status().code(), StatusCode::kInvalidArgument);
}

TEST(Config, TakesWhatIsNeededBetweenHosts) {
  const ConfigFile file("[transport]\nconnect = \"tcp://10.0.0.1:5570\"\nkey = \"/etc/sohoa/a.key\"\nserver_key = \"ab\"\nallow = \"/etc/sohoa/peers\"\n");
  const Result<Config> config = LoadConfig(file.path());
  ASSERT_TRUE(config) << config.status().ToString();
  EXPECT_EQ(config->connect, std::vector<std::string>{"tcp://10.0.0.1:5570"});
  EXPECT_EQ(config->key, "/etc/sohoa/a.key");
  EXPECT_EQ(config->server_key, "ab");
  EXPECT_EQ(config->allow, "/etc/sohoa/peers");
}

TEST(Config, TakesSeveralEndpointsAndThatAServerIsAStandby) {
  const Result<Config> config = LoadConfig(ConfigFile("[serve]\nstandby = true\n[transport]\nconnect = [\"tcp://10.0.0.1:5570\", \"tcp://10.0.0.2:5570\"]\n").path());
  ASSERT_TRUE(config) << config.status().ToString();
  EXPECT_TRUE(config->standby);
  EXPECT_EQ(config->connect, (std::vector<std::string>{"tcp://10.0.0.1:5570", "tcp://10.0.0.2:5570"}));
  EXPECT_FALSE(LoadConfig(ConfigFile("[transport]\nconnect = 5570\n").path()));
  EXPECT_FALSE(LoadConfig(ConfigFile("[serve]\nstandby = \"yes\"\n").path()));
}

TEST(Config, TakesWhatTheAgencySaysOfItselfAndWhereItsProceduresAre) {
  const ConfigFile file("[procedures]\ncatalogue = \"/etc/sohoa/procedures\"\n[agency]\norgan_id = \"H42.18\"\nmaintenance = \"04\"\n");
  const Result<Config> config = LoadConfig(file.path());
  ASSERT_TRUE(config) << config.status().ToString();
  EXPECT_EQ(config->catalogue, "/etc/sohoa/procedures");
  EXPECT_EQ(config->agency.organ_id, "H42.18");
  EXPECT_EQ(config->agency.maintenance, "04");
  EXPECT_EQ(config->agency.language, "01");
  EXPECT_EQ(LoadConfig(ConfigFile("[agency]\nmaintenance = \"08\"\n").path()).status().code(), StatusCode::kInvalidArgument);
}

TEST(Config, TakesWhichRegistersAreAskedAndHow) {
  EXPECT_FALSE(LoadConfig(ConfigFile("[registries]\nkeep_days = 7\n").path())->registries.is_on()) << "unless an address says so";
  const ConfigFile file("[registries]\npopulation_url = \"https://truc.example/person\"\nclient_id = \"H42\"\nkey_file = \"/etc/sohoa/registry-key\"\n"
                        "legal_basis = \"a law\"\nnetworks = [\"10.1.0.0/24\"]\ntimeout_s = 3\nkeep_days = 7\nper_minute = 5\n");
  const Result<Config> config = LoadConfig(file.path());
  ASSERT_TRUE(config) << config.status().ToString();
  EXPECT_TRUE(config->registries.is_on());
  EXPECT_EQ(config->registries.population_url, "https://truc.example/person");
  EXPECT_EQ(config->registries.legal_basis, "a law");
  EXPECT_EQ(config->registry_key_file, "/etc/sohoa/registry-key");
  EXPECT_EQ(config->registries.outbound.timeout_ms, 3'000);
  EXPECT_EQ(config->registry_checks.keep_ms, 7ll * 24 * 3600 * 1000);
  EXPECT_EQ(config->registry_checks.per_minute, 5u);
  EXPECT_FALSE(LoadConfig(ConfigFile("[registries]\nkeep_days = 0\n").path()));
}

TEST(Config, RefusesAKeyItDoesNotKnowAndSaysWhere) {
  const ConfigFile file("[serve]\nworkers = 2\nworker = 3\n");
  const Result<Config> config = LoadConfig(file.path());
  ASSERT_FALSE(config);
  EXPECT_NE(config.status().message().find("line 3"), std::string::npos) << config.status().message();
  EXPECT_NE(config.status().message().find("serve.worker"), std::string::npos);
}

TEST(Config, RefusesAValueOfTheWrongKind) {
  const ConfigFile file("[serve]\nworkers = \"two\"\n");
  EXPECT_EQ(LoadConfig(file.path()).status().code(), StatusCode::kInvalidArgument);
}

TEST(Config, RefusesWhatIsNoToml) {
  const ConfigFile file("serve = [\n");
  EXPECT_EQ(LoadConfig(file.path()).status().code(), StatusCode::kInvalidArgument);
}

TEST(Config, RefusesAFileThatIsNotThere) {
  EXPECT_EQ(LoadConfig("/nowhere/sohoa.toml").status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
