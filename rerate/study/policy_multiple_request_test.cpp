// Behaviour -> test
//   every key is read, with defaults                          -> ReadsEveryKey
//   shares and edges rise, shares lie between 0 and 1         -> Mistakes
#include "rerate/study/policy_multiple_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::ElementsAre;

const std::string kKeys = "multiple = \"m\"\nfunds_rate = \"r.a\"\n";

PolicyMultipleRequest read(const std::string& text) {
  return read_policy_multiple(TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root());
}

TEST(PolicyMultipleRequest, ReadsEveryKey) {
  const auto request =
      read(kKeys + "balance_sheet = \"yoy(f.b)\"\nshares = [0.25, 0.75]\nband_edges = [0, 1.5]\n");
  EXPECT_EQ(request.multiple.formula, "m");
  EXPECT_EQ(request.balance_sheet->formula, "yoy(f.b)");
  EXPECT_THAT(request.shares, ElementsAre(0.25, 0.75));
  EXPECT_THAT(request.band_edges, ElementsAre(0, 1.5));
  EXPECT_EQ(uses_of(request).size(), 3u);
  const auto usual = read(kKeys);
  EXPECT_THAT(usual.shares, ElementsAre(0.1, 0.5, 0.9));
  EXPECT_THAT(usual.band_edges, ElementsAre(0.25, 2, 4));
  EXPECT_EQ(uses_of(usual).size(), 2u);
}

TEST(PolicyMultipleRequest, Mistakes) {
  const auto what = [](const std::string& text) {
    try {
      read(kKeys + text);
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().place.line, 3);
      return error.failure().what;
    }
    ADD_FAILURE() << "accepted: " << text;
    return std::string();
  };
  EXPECT_THAT(what("shares = [0.5, 0.1]\n"), testing::HasSubstr("must rise: 0.1 after 0.5"));
  EXPECT_THAT(what("shares = [0, 0.5]\n"), testing::HasSubstr("between 0 and 1"));
  EXPECT_THAT(what("shares = []\n"), testing::HasSubstr("empty"));
  EXPECT_THAT(what("band_edges = [2, 2]\n"), testing::HasSubstr("must rise"));
  EXPECT_THAT(what("shares = [0.01,0.02,0.03,0.04,0.05,0.06,0.07,0.08,0.09,0.1]\n"),
              testing::HasSubstr("more than 9"));
}

}  // namespace
}  // namespace rerate
