#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>

namespace rerate {

// Parts of an answer that several questions have in common, by what each part depends on: worked out by the first that asks, read by the
// others. The owner says how long they are kept: for one lattice, say. What a part is never depends on who asks first, as
// `Key` holds everything that it depends on, so answers are the same bits with and without.
//
// Any number of threads may ask; those that want the same part at once wait for it. The newest kKept parts are kept. O(kKept)
// comparisons of keys a request.
template <class Key, class Part>
class SharedParts {
 public:
  static constexpr std::size_t kKept = 256;

  // Throws what `make` throws; the next that asks makes the part again.
  template <class Make>
  std::shared_ptr<const Part> part(const Key& key, const Make& make) {
    const auto entry = entry_of(key);
    const std::lock_guard making(entry->making);
    if (!entry->part) entry->part = std::make_shared<const Part>(make());
    return entry->part;
  }

 private:
  struct Entry {
    explicit Entry(Key own) : key(std::move(own)) {}
    const Key key;
    std::mutex making;
    std::shared_ptr<const Part> part;
  };

  std::shared_ptr<Entry> entry_of(const Key& key) {
    const std::lock_guard reading(entries_changing_);
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry)
      if ((*entry)->key == key) return *entry;
    if (entries_.size() == kKept) entries_.pop_front();
    return entries_.emplace_back(std::make_shared<Entry>(key));
  }

  std::mutex entries_changing_;
  std::deque<std::shared_ptr<Entry>> entries_;
};

}  // namespace rerate
