// User errors as a person reads them
//   place, excerpt and mend stand in the message       Error.MessageHasAllItsParts
//   the code's remedy stands in for a missing mend      Error.RemedyWhenNoMend
//   unknown lines and columns are left out              Error.PlacesLeaveOutWhatIsUnknown
//   codes are unique and complete                       Error.CodesAreUnique
//   failed assertions are our own errors                Error.AssertionsAreInternal
#include "rerate/base/error.h"

#include <gmock/gmock.h>

#include <set>

namespace rerate {
namespace {

using testing::HasSubstr;

TEST(Error, MessageHasAllItsParts) {
  Failure failure{
      .code = ErrorCode::unknown_series, .what = "unknown series `rates.gs11`", .mend = {}, .excerpt = {}};
  failure.place = Place{"study.toml", 12, 9};
  failure.mend = "did you mean `rates.gs10`?";
  failure.excerpt = "rates.gs11 - 2\n^^^^^^^^^^";
  EXPECT_EQ(to_string(failure),
            "error RR220: unknown series `rates.gs11`\n"
            "  --> study.toml:12:9\n"
            "    rates.gs11 - 2\n"
            "    ^^^^^^^^^^\n"
            "  fix: did you mean `rates.gs10`?");
}

TEST(Error, RemedyWhenNoMend) {
  try {
    refuse(ErrorCode::file_missing, "cannot open");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr(std::string(describe(ErrorCode::file_missing).remedy)));
    EXPECT_EQ(error.failure().code, ErrorCode::file_missing);
  }
}

TEST(Error, PlacesLeaveOutWhatIsUnknown) {
  EXPECT_EQ(to_string(Place{"a.csv", 3, 4}), "a.csv:3:4");
  EXPECT_EQ(to_string(Place{"a.csv", 3}), "a.csv:3");
  EXPECT_EQ(to_string(Place{"a.csv"}), "a.csv");
  EXPECT_EQ(to_string(Place{}), "");
}

TEST(Error, CodesAreUnique) {
  std::set<std::string_view> codes, symbols;
  for (const auto& description : kErrorDescriptions) {
    EXPECT_TRUE(codes.insert(description.code).second) << description.code;
    EXPECT_TRUE(symbols.insert(description.symbol).second) << description.symbol;
    EXPECT_TRUE(description.code.size() == 5 && description.code.starts_with("RR")) << description.code;
    EXPECT_FALSE(description.title.empty() || description.remedy.empty()) << description.code;
  }
}

TEST(Error, AssertionsAreInternal) {
  const int two = 2;
  EXPECT_NO_THROW(RERATE_ASSERT(two == 2, "fine"));
  EXPECT_THROW(RERATE_ASSERT(two == 3, "context"), InternalError);
}

}  // namespace
}  // namespace rerate
