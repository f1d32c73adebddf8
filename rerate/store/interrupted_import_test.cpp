// Killed at any moment: old state or new, the next works -> InterruptedImport.KilledAtManyMoments
// Readers in other processes during imports              -> InterruptedImport.ReadersSeeWholeStates
// An open store keeps the state it opened                -> InterruptedImport.AnOpenStoreKeepsItsState
// Importers in several processes take turns              -> InterruptedImport.ImportersTakeTurns
// Writing fails at many sizes: nothing changes           -> InterruptedImport.FileSizeLimit
// A full file system: nothing changes                    -> InterruptedImport.FullFileSystem
// What a dead import left is removed                     -> InterruptedImport.RemovesWhatADeadOneLeft
#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <thread>

#include "rerate/base/file.h"
#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using Clock = std::chrono::steady_clock;

const Date kToday = day("2026-01-15");
const std::vector<std::string> kIds = {"s.n0", "s.n150", "s.n299"};

// A pack whose every figure is `state`: a reader sees at once when states are mixed.
PackContents uniform_pack(int state) {
  PackContents pack{"p", "state " + std::to_string(state), {}};
  for (int i = 0; i < 300; ++i) {
    SeriesBatch batch{monthly_entry("s.n" + std::to_string(i)), {}};
    for (std::int32_t k = 0; k < 200; ++k)
      batch.observations.push_back({k, Date{30 * k}, static_cast<double>(state)});
    pack.series.push_back(std::move(batch));
  }
  return pack;
}

void import_state(const std::filesystem::path& store, int state) {
  import_pack(store, uniform_pack(state), kToday + state);
}

// The state that a store shows; -1 when states are mixed.
int state_of(const Store& store) {
  const int state = std::stoi(store.packs().at(0).content_hash.substr(6));
  for (const auto& reading : store.read(kIds, kEndOfTime))
    for (const double value : reading.series.value)
      if (reading.series.size() != 200 || value != state) return -1;
  return state;
}

// Runs `work` in another process, which ends with its result; 99 when it throws.
pid_t start_process(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int result = 99;
  try {
    result = work();
  } catch (...) {
  }
  ::_exit(result);
}

// The exit code of a process, or 256 + the signal that ended it.
int result_of(pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

TEST(InterruptedImport, KilledAtManyMoments) {
  const StoreFolder folder;
  import_state(folder.store(), 0);
  const auto start = Clock::now();
  ASSERT_EQ(result_of(start_process([&] {
              import_state(folder.store(), 1);
              return 0;
            })),
            0);
  const auto whole = Clock::now() - start;

  constexpr int kMoments = 60;
  int state = 1, killed = 0;
  for (int moment = 0; moment < kMoments; ++moment) {
    const auto importer = start_process([&] {
      import_state(folder.store(), state + 1);
      return 0;
    });
    std::this_thread::sleep_for(whole * moment / kMoments);
    ::kill(importer, SIGKILL);
    killed += result_of(importer) == 256 + SIGKILL;
    const int seen = state_of(Store::open(folder.store()));
    ASSERT_TRUE(seen == state || seen == state + 1) << seen << " after " << moment;
    state = seen;
  }
  EXPECT_GT(killed, kMoments / 4);
  import_state(folder.store(), state + 1);
  EXPECT_EQ(state_of(Store::open(folder.store())), state + 1);
  EXPECT_THAT(folder.names(), ElementsAre("store.duckdb", "store.duckdb.lock"));
}

TEST(InterruptedImport, ReadersSeeWholeStates) {
  const StoreFolder folder;
  import_state(folder.store(), 0);
  constexpr int kImports = 12;
  const auto read_until_the_last = [&] {
    int last = 0;
    while (last < kImports) {
      const int state = state_of(Store::open(folder.store()));
      if (state < last) return 1;  // mixed, or back in time
      last = state;
    }
    return 0;
  };
  const pid_t readers[] = {start_process(read_until_the_last), start_process(read_until_the_last)};
  for (int state = 1; state <= kImports; ++state) import_state(folder.store(), state);
  for (const auto reader : readers) EXPECT_EQ(result_of(reader), 0);
}

TEST(InterruptedImport, AnOpenStoreKeepsItsState) {
  const StoreFolder folder;
  import_state(folder.store(), 0);
  const auto untouched = Store::open(folder.store());
  const auto store = Store::open(folder.store());
  EXPECT_EQ(state_of(store), 0);
  import_state(folder.store(), 1);
  import_state(folder.store(), 2);
  EXPECT_EQ(state_of(store), 0);
  EXPECT_EQ(state_of(untouched), 0);
  EXPECT_EQ(state_of(Store::open(folder.store())), 2);
}

TEST(InterruptedImport, ImportersTakeTurns) {
  const StoreFolder folder;
  const auto import_some = [&](const std::string& pack) {
    for (int round = 0; round < 5; ++round)
      import_pack(folder.store(),
                  one_series(pack, std::to_string(round), pack + ".x", {{round, Date{1}, 1.0}}), kToday);
    return 0;
  };
  std::vector<pid_t> importers;
  for (const char* pack : {"a", "b", "c"})
    importers.push_back(start_process([&, pack] { return import_some(pack); }));
  for (const auto importer : importers) EXPECT_EQ(result_of(importer), 0);
  const auto store = Store::open(folder.store());
  EXPECT_EQ(store.packs().size(), 3u);
  // Each import withdrew the period before: five periods, four of them revised to missing.
  for (const char* id : {"a.x", "b.x", "c.x"}) EXPECT_EQ(store.history(id).size(), 9u) << id;
}

// 0 when the import went through, 1 when it was refused as file_unwritable, 2 otherwise.
int outcome_of_import(const std::filesystem::path& store, int state) {
  const auto told = refusal_of([&] { import_state(store, state); });
  return told == "nothing refused" ? 0 : told == "file_unwritable" ? 1 : 2;
}

TEST(InterruptedImport, FileSizeLimit) {
  const StoreFolder folder;
  import_state(folder.store(), 0);
  const auto size = std::filesystem::file_size(folder.store());
  const auto before = read_file(folder.store());
  int refused = 0;
  for (std::uintmax_t limit = 0; limit < size + size / 4; limit += size / 16) {
    const auto outcome = result_of(start_process([&] {
      const rlimit most{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &most);
      return outcome_of_import(folder.store(), 1);
    }));
    ASSERT_TRUE(outcome == 0 || outcome == 1) << outcome << " at " << limit;
    refused += outcome;
    if (outcome == 0) break;
    ASSERT_EQ(read_file(folder.store()), before) << limit;
    ASSERT_THAT(folder.names(), ElementsAre("store.duckdb", "store.duckdb.lock")) << limit;
  }
  EXPECT_GT(refused, 5);
  import_state(folder.store(), 2);
  EXPECT_EQ(state_of(Store::open(folder.store())), 2);
}

// A file system of its own, of a few MiB, while it lives.
class SmallFileSystem {
 public:
  SmallFileSystem(const std::filesystem::path& at, const char* options)
      : at_(at), mounted_(::mount("tmpfs", at.c_str(), "tmpfs", 0, options) == 0) {}
  ~SmallFileSystem() {
    if (mounted_) ::umount2(at_.c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }

 private:
  std::filesystem::path at_;
  bool mounted_;
};

TEST(InterruptedImport, FullFileSystem) {
  const StoreFolder folder;
  const auto place = folder.path() / "small";
  std::filesystem::create_directory(place);
  const SmallFileSystem small(place, "size=8m");
  if (!small.mounted()) GTEST_SKIP() << "no right to mount a file system";
  const auto store = place / "store.duckdb";
  import_state(store, 0);
  const auto before = read_file(store);
  const auto space = std::filesystem::space(place).available;
  int refused = 0;
  for (std::uintmax_t left = 0; left < space; left += 128 << 10) {
    write_file_atomically(place / "filler", std::string(space - left, 'x'));
    const int outcome = outcome_of_import(store, 1);
    std::filesystem::remove(place / "filler");
    ASSERT_TRUE(outcome == 0 || outcome == 1) << left;
    if (outcome == 0) break;
    ++refused;
    ASSERT_EQ(read_file(store), before) << left;
    ASSERT_FALSE(std::filesystem::exists(store.string() + ".importing"));
  }
  EXPECT_GT(refused, 0);
  import_state(store, 2);
  EXPECT_EQ(state_of(Store::open(store)), 2);
}

TEST(InterruptedImport, RemovesWhatADeadOneLeft) {
  const StoreFolder folder;
  import_state(folder.store(), 0);
  for (const char* name : {"store.duckdb.importing", "store.duckdb.importing.wal"})
    write_file_atomically(folder.path() / name, "half a file");
  EXPECT_EQ(state_of(Store::open(folder.store())), 0);
  import_state(folder.store(), 1);
  EXPECT_EQ(state_of(Store::open(folder.store())), 1);
  EXPECT_THAT(folder.names(), ElementsAre("store.duckdb", "store.duckdb.lock"));
}

}  // namespace
}  // namespace rerate
