#include "rerate/store/import_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr std::chrono::milliseconds kPause{20};

bool try_lock(int descriptor, const Place& place) {
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR)
      refuse(ErrorCode::file_unwritable, fmt::format("cannot lock the file: {}", std::strerror(errno)), {},
             place);
  }
  return true;
}

}  // namespace

ImportLock::ImportLock(const std::filesystem::path& store_file, std::chrono::milliseconds patience) {
  const Place place{store_file.string() + ".lock"};
  descriptor_ = ::open(place.file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0)
    refuse(ErrorCode::file_unwritable, fmt::format("cannot create the file: {}", std::strerror(errno)), {},
           place);
  try {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!try_lock(descriptor_, place)) {
      if (std::chrono::steady_clock::now() >= deadline)
        refuse(ErrorCode::store_busy,
               fmt::format("waited {} s for another import to end",
                           std::chrono::duration_cast<std::chrono::seconds>(patience).count()),
               {}, place);
      std::this_thread::sleep_for(kPause);
    }
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

ImportLock::~ImportLock() { ::close(descriptor_); }

}  // namespace rerate
