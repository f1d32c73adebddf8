// Behaviour -> test
//   every key is read, with defaults                          -> ReadsEveryKey
//   mistakes have a place and a mend                          -> Mistakes
#include "rerate/study/rival_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

RivalRequest read(const std::string& text) {
  return read_rival(TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root());
}

TEST(RivalRequest, ReadsEveryKey) {
  const auto request = read(
      "price = \"small\"\npredictors = { gdp = \"g.a\", valuation = \"v\" }\nagainst = { multiple = \"v\" }\n"
      "horizon = \"6m\"\nfirst_window = \"15y\"\n");
  EXPECT_EQ(request.price.formula, "small");
  EXPECT_EQ(request.predictors.at(1).name, "valuation");
  EXPECT_EQ(request.against.at(0).name, "multiple");
  EXPECT_EQ(request.horizon, (Duration{6, Duration::Unit::month}));
  EXPECT_EQ(request.first_window, (Duration{15, Duration::Unit::year}));
  EXPECT_EQ(to_string(request.first_window_place), "s.toml:5:16");
  EXPECT_EQ(uses_of(request).size(), 4u);
  const auto usual = read("price = \"small\"\npredictors = { valuation = \"v\" }\n");
  EXPECT_EQ(usual.horizon, (Duration{12, Duration::Unit::month}));
  EXPECT_EQ(usual.first_window, (Duration{20, Duration::Unit::year}));
  EXPECT_TRUE(usual.against.empty());
}

TEST(RivalRequest, Mistakes) {
  const auto failure_of = [](const std::string& text) {
    try {
      read(text);
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "accepted: " << text;
    return Failure{};
  };
  EXPECT_THAT(failure_of("price = \"small\"\n").what, testing::HasSubstr("`predictors` is missing"));
  EXPECT_EQ(failure_of("price = \"small\"\npredictors = { constant = \"v\" }\n").place.line, 2);
  EXPECT_THAT(failure_of("price = \"small\"\npredictors = { v = \"v\" }\nhorizon = \"soon\"\n").mend,
              testing::HasSubstr("12m"));
}

}  // namespace
}  // namespace rerate
