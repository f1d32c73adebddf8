// Behaviour -> test
//   the same list has one number, others have others, in order of arrival   InternedSpans.NumbersListsOnce
//   lists of equal hash are still told apart                                InternedSpans.EqualHashes
//   many lists, and again after clear()                                     InternedSpans.ManyAndCleared
//   the empty list is a list; hashes tell order and length apart            InternedSpans.EmptyAndOrder

#include "rerate/multiverse/interned_spans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::ElementsAre;

using List = std::vector<std::int32_t>;

TEST(InternedSpans, NumbersListsOnce) {
  InternedSpans lists;
  EXPECT_EQ(lists.intern(List{3, 1}), 0u);
  EXPECT_EQ(lists.intern(List{3, 1, 2}), 1u);
  EXPECT_EQ(lists.intern(List{3, 1}), 0u);
  EXPECT_EQ(lists.size(), 2u);
  EXPECT_EQ(lists.figures(), 5u);
  EXPECT_THAT(lists[0], ElementsAre(3, 1));
  EXPECT_THAT(lists[1], ElementsAre(3, 1, 2));
}

TEST(InternedSpans, EqualHashes) {
  InternedSpans lists;
  EXPECT_EQ(lists.intern(List{1}, 7), 0u);
  EXPECT_EQ(lists.intern(List{2}, 7), 1u);
  EXPECT_EQ(lists.intern(List{2}, 7), 1u);
  EXPECT_EQ(lists.intern(List{1}, 7), 0u);
}

TEST(InternedSpans, ManyAndCleared) {
  InternedSpans lists;
  for (int round = 0; round < 2; ++round) {
    for (std::int32_t i = 0; i < 10'000; ++i)
      ASSERT_EQ(lists.intern(List{i, i % 7}), static_cast<std::uint32_t>(i));
    for (std::int32_t i = 0; i < 10'000; ++i)
      ASSERT_EQ(lists.intern(List{i, i % 7}), static_cast<std::uint32_t>(i));
    EXPECT_THAT(lists[8'000], ElementsAre(8'000, 8'000 % 7));
    lists.clear();
    EXPECT_EQ(lists.size(), 0u);
    EXPECT_EQ(lists.figures(), 0u);
  }
}

TEST(InternedSpans, EmptyAndOrder) {
  InternedSpans lists;
  EXPECT_EQ(lists.intern(List{}), 0u);
  EXPECT_EQ(lists.intern(List{0}), 1u);
  EXPECT_EQ(lists.intern(List{}), 0u);
  EXPECT_TRUE(lists[0].empty());
  EXPECT_NE(hash_of(List{1, 2}), hash_of(List{2, 1}));
  EXPECT_NE(hash_of(List{0}), hash_of(List{0, 0}));
}

}  // namespace
}  // namespace rerate
