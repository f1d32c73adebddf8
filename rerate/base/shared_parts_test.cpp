// Behaviour -> test
//   a part is made once for all that ask, also at the same time     -> MadeOnce
//   what depends on something else is another part                  -> ByKey
//   a part that could not be made is tried again                    -> ThrowsAndTriesAgain
//   older parts are let go, those in use stay                       -> KeepsTheNewest
#include "rerate/base/shared_parts.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "rerate/base/parallel.h"

namespace rerate {
namespace {

using Texts = SharedParts<int, std::string>;

TEST(SharedParts, MadeOnce) {
  Texts texts;
  std::atomic<int> made{0};
  std::vector<std::shared_ptr<const std::string>> seen(200);
  set_thread_count(4);
  parallel_for(seen.size(), [&](std::size_t i) {
    seen[i] = texts.part(static_cast<int>(i % 10), [&] {
      ++made;
      return std::to_string(i % 10);
    });
  });
  set_thread_count(0);
  EXPECT_EQ(made, 10);
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(*seen[i], std::to_string(i % 10));
}

TEST(SharedParts, ByKey) {
  Texts texts;
  const auto one = texts.part(1, [] { return "one"; });
  EXPECT_EQ(*texts.part(2, [] { return "two"; }), "two");
  EXPECT_EQ(texts.part(1, [] { return "another"; }), one);
}

TEST(SharedParts, ThrowsAndTriesAgain) {
  Texts texts;
  const auto fails = []() -> std::string { throw std::runtime_error("cannot be made"); };
  EXPECT_THROW(texts.part(1, fails), std::runtime_error);
  EXPECT_THROW(texts.part(1, fails), std::runtime_error);
  EXPECT_EQ(*texts.part(1, [] { return "one"; }), "one");
}

TEST(SharedParts, KeepsTheNewest) {
  Texts texts;
  int made = 0;
  const auto number = [&](int key) {
    return texts.part(key, [&] {
      ++made;
      return std::to_string(key);
    });
  };
  const auto first = number(0);
  const int kept = static_cast<int>(Texts::kKept);
  for (int key = 1; key < kept; ++key) number(key);
  EXPECT_EQ(number(0), first);
  EXPECT_EQ(made, kept);
  number(kept);
  EXPECT_NE(number(0), first);
  EXPECT_EQ(made, kept + 2);
  EXPECT_EQ(*first, "0");
}

}  // namespace
}  // namespace rerate
