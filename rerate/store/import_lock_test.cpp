// One holder at a time, the next gets it after -> ImportLock.OneAtATime
// The wait ends with store_busy                -> ImportLock.RefusesWhenBusy
// A folder that is not there                   -> ImportLock.RefusesWithoutAFolder
#include "rerate/store/import_lock.h"

#include <gmock/gmock.h>

#include <atomic>
#include <optional>
#include <thread>

#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

using namespace std::chrono_literals;

TEST(ImportLock, OneAtATime) {
  const StoreFolder folder;
  std::atomic<int> holders = 0, most = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const ImportLock lock(folder.store(), 20s);
      most = std::max(most.load(), ++holders);
      std::this_thread::sleep_for(5ms);
      --holders;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
}

TEST(ImportLock, RefusesWhenBusy) {
  const StoreFolder folder;
  std::optional<ImportLock> held(std::in_place, folder.store(), 0s);
  EXPECT_EQ(refusal_of([&] { ImportLock(folder.store(), 50ms); }), "store_busy");
  held.reset();
  EXPECT_EQ(refusal_of([&] { ImportLock(folder.store(), 0s); }), "nothing refused");
}

TEST(ImportLock, RefusesWithoutAFolder) {
  const StoreFolder folder;
  EXPECT_EQ(refusal_of([&] { ImportLock(folder.path() / "no" / "store", 0s); }), "file_unwritable");
}

}  // namespace
}  // namespace rerate
