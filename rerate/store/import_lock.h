#pragma once

#include <chrono>
#include <filesystem>

namespace rerate {

// The right to replace a store file: one holder at a time over all processes and threads of a machine. It
// is an exclusive flock on FILE.lock, which the kernel gives back when the process ends however it ends.
// The lock file stays; removing it would let two holders in.
class ImportLock {
 public:
  // Throws UserError store_busy after `patience`, or file_unwritable.
  ImportLock(const std::filesystem::path& store_file, std::chrono::milliseconds patience);
  ~ImportLock();
  ImportLock(const ImportLock&) = delete;
  ImportLock& operator=(const ImportLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace rerate
