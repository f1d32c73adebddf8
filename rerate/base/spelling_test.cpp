// Near words
//   known distances, symmetric                       Spelling.KnownDistances
//   the nearest candidate, if it is near              Spelling.FindsTheNearest
//   long words are cut, not refused                   Spelling.LongWords
#include "rerate/base/spelling.h"

#include <gtest/gtest.h>

#include <vector>

namespace rerate {
namespace {

TEST(Spelling, KnownDistances) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("until", "untli"), 1);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("ca", "abc"), 3);  // optimal string alignment, not full Damerau-Levenshtein
  EXPECT_EQ(edit_distance("same", "same"), 0);
  EXPECT_EQ(edit_distance("horizon", "horison"), edit_distance("horison", "horizon"));
}

TEST(Spelling, FindsTheNearest) {
  const std::vector<std::string> keys{"frequency", "file", "title", "kind"};
  EXPECT_EQ(nearest("freqency", keys), "frequency");
  EXPECT_EQ(nearest("fiel", keys), "file");
  EXPECT_EQ(nearest("publisher", keys), "");
  EXPECT_EQ(nearest("x", {}), "");
  EXPECT_EQ(did_you_mean("titel", keys, "other"), "did you mean `title`?");
  EXPECT_EQ(did_you_mean("zzzzzz", keys, "other"), "other");
}

TEST(Spelling, LongWords) {
  const std::string a(100'000, 'a'), b(100'000, 'b');
  EXPECT_EQ(edit_distance(a, a), 0);
  EXPECT_EQ(edit_distance(a, b), 64);
}

}  // namespace
}  // namespace rerate
