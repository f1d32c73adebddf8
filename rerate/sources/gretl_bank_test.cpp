// gretl databanks
//   the lines of an index                                               GretlIndex.ReadsItsLines
//   every frequency letter, with dates for every value                  GretlBank.EveryFrequencyIsDated
//   mistakes in an index, with their lines                              GretlIndex.RefusesMistakes
//   missing, cut off or foreign .bin files                              GretlBank.RefusesBadValues
//   fedstl is read whole                                                GretlBank.ReadsFedstlWhole
//   fedstl agrees with data/open where they overlap GretlBank.FedstlAgreesWithTheBundledFigures
#include "rerate/sources/gretl_bank.h"

#include <gmock/gmock.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/sources/pack.h"

namespace rerate {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

// Where ./dev test puts it, else where Debian's gretl-data does.
const fs::path kFedstl = [] {
  const auto fetched = fs::path(RERATE_SOURCE_DIR) / "build/deps/gretl/fedstl.idx";
  return fs::exists(fetched) ? fetched : fs::path("/usr/share/gretl/db/fedstl.idx");
}();

template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const UserError& error) {
    return std::string(describe(error.failure().code).symbol) + " " + to_string(error.failure().place) + " " +
           error.failure().what;
  }
  return "nothing was refused";
}

std::string index_refusal(std::string_view text) {
  return refusal([&] { parse_gretl_index(text, "b.idx"); });
}

TEST(GretlIndex, ReadsItsLines) {
  const auto index = parse_gretl_index(
      "# A small bank\r\n"
      "gdp  Gross Product, Bil. of $, SAAR\r\n"
      "Q  1990.1 - 1991:2  n = 6\r\n"
      "\n"
      "U3\tUnemployment Rate, %, SA\n"
      "M 1992.11 -  1993.02 n = 4",
      "b.idx");
  EXPECT_EQ(index.title, "A small bank");
  EXPECT_EQ(index.values, 10u);
  ASSERT_EQ(index.series.size(), 2u);
  EXPECT_EQ(index.series[0].title, "Gross Product, Bil. of $, SAAR");
  EXPECT_EQ(index.series[0].unit, "Bil. of $");
  EXPECT_EQ((Period{Frequency::quarterly, index.series[0].first}),
            parse_period(Frequency::quarterly, "1990Q1"));
  EXPECT_EQ(index.series[1].name, "u3");
  EXPECT_EQ(index.series[1].unit, "percent");
  EXPECT_EQ(index.series[1].line, 5);
}

TEST(GretlIndex, RefusesMistakes) {
  EXPECT_EQ(index_refusal(""), "bank_format b.idx:1 the index names no series");
  EXPECT_THAT(index_refusal("a  A\n"),
              StartsWith("bank_format b.idx:1 series `a` has no line with its dates"));
  EXPECT_THAT(
      index_refusal("a  A\nM  1992.01 - 1992.03  n = 2\n"),
      StartsWith("bank_format b.idx:2 series `a`: n = 2, but 1992.01 - 1992.03 spans 3 observations"));
  EXPECT_THAT(index_refusal("a  A\nM  1992.01 - 1992.03  n = 2000000000\n"),
              HasSubstr("n = 2000000000 is more than"));
  EXPECT_THAT(index_refusal("a  A\nM  1992.01 - 1992.03  n = 99999999999\n"),
              HasSubstr("number of observations"));
  EXPECT_THAT(index_refusal("a  A\nM  1992.01 - 1992.03  n = -3\n"), HasSubstr("number of observations"));
  EXPECT_THAT(index_refusal("a  A\nM  1992.03 - 1992.01  n = 0\n"), HasSubstr("spans 0"));
  EXPECT_THAT(index_refusal("a  A\nM  1992.13 - 1993.01  n = 1\n"), HasSubstr("`1992.13` is not a date"));
  EXPECT_THAT(index_refusal("a  A\nU  1 - 3  n = 3\n"), HasSubstr("frequency `U`"));
  EXPECT_THAT(index_refusal("a  A\nB  2025-05-31 - 2025-06-03  n = 2\n"), HasSubstr("days of the week"));
  EXPECT_THAT(index_refusal("a  A\nA  1990 - 1991  n = 2\nA  A\nA  1990 - 1991  n = 2\n"),
              StartsWith("bank_format b.idx:3 series `a` stands here twice"));
  EXPECT_THAT(index_refusal("a/b  A\nA  1990 - 1991  n = 2\n"), HasSubstr("`a/b` is not a series name"));
  EXPECT_THAT(index_refusal(std::string(5000, 'x')), HasSubstr("4000 characters"));
  EXPECT_THAT(index_refusal(std::string_view("a \0 b\n", 6)), HasSubstr("not text"));
  EXPECT_THAT(index_refusal("PK\x03\x04"), HasSubstr("not text"));
}

class GretlBank : public testing::Test {
 protected:
  GretlBank() {
    char name[] = "/tmp/rerate_bank_XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~GretlBank() override { fs::remove_all(folder_); }

  void write(std::string_view index, const std::vector<float>& values) const {
    std::string bytes;
    for (const float value : values) {
      const auto bits = std::bit_cast<std::uint32_t>(value);
      for (int i = 0; i < 4; ++i) bytes += static_cast<char>(bits >> (8 * i) & 0xFF);
    }
    write_file_atomically(folder_ / "b.idx", index);
    write_file_atomically(folder_ / "b.bin", bytes);
  }
  PackContents read() const { return read_gretl_bank(folder_ / "b.idx", "bank"); }
  std::string read_refusal() const {
    return refusal([&] { read(); });
  }
  fs::path folder_;
};

std::string listed(const SeriesBatch& batch) {
  std::string text;
  for (const auto& observation : batch.observations) {
    const auto figure =
        std::isnan(observation.value) ? "none" : std::to_string(observation.value).substr(0, 4);
    text += to_string(Period{batch.entry.type.frequency, observation.ordinal}) + "=" + figure + " ";
  }
  return text;
}

TEST_F(GretlBank, EveryFrequencyIsDated) {
  write(
      "a  A\nA  1984 - 1985  n = 2\n"
      "q  Q\nQ  1990:4 - 1991:1  n = 2\n"
      "m  M\nM  1992.12 - 1993.01  n = 2\n"
      "w  W\nW  2025-05-28 - 2025-06-04  n = 2\n"
      "b  B\nB  2025/05/29 - 2025/06/02  n = 3\n"
      "s  S\nS  2025-05-31 - 2025-06-02  n = 2\n"
      "d  D\nD  2025-05-31 - 2025-06-02  n = 3\n",
      {1, 2, 3, 4, 5, -999, 7, 8, 4.09F, 10, 11, 12, 13, 14, 15, 16});
  const auto contents = read();
  EXPECT_EQ(contents.name, "bank");
  ASSERT_EQ(contents.series.size(), 7u);
  EXPECT_EQ(contents.series[0].entry.id, "bank.a");
  EXPECT_EQ(listed(contents.series[0]), "1984=1.00 1985=2.00 ");
  EXPECT_EQ(listed(contents.series[1]), "1990Q4=3.00 1991Q1=4.00 ");
  EXPECT_EQ(listed(contents.series[2]), "1992-12=5.00 1993-01=none ");
  EXPECT_EQ(listed(contents.series[3]), "2025-05-28=7.00 2025-06-04=8.00 ");
  EXPECT_EQ(listed(contents.series[4]), "2025-05-29=4.09 2025-05-30=10.0 2025-06-02=11.0 ");
  EXPECT_EQ(contents.series[4].observations[0].value, 4.09);  // the decimal, not the nearest float
  EXPECT_EQ(listed(contents.series[5]), "2025-05-31=12.0 2025-06-02=13.0 ");
  EXPECT_EQ(listed(contents.series[6]), "2025-05-31=14.0 2025-06-01=15.0 2025-06-02=16.0 ");
  EXPECT_EQ(contents.series[2].observations[0].known_at, make_date(1992, 12, 31));
  EXPECT_EQ(contents.series[0].entry.grade, Grade::none);
}

TEST_F(GretlBank, RefusesBadValues) {
  constexpr std::string_view kIndex = "a  A\nA  1984 - 1986  n = 3\n";
  write(kIndex, {1, 2});
  EXPECT_THAT(read_refusal(), HasSubstr("the .bin has 8 bytes; the .idx describes 12"));
  write(kIndex, {1, 2, 3, 4});
  EXPECT_THAT(read_refusal(), HasSubstr("the .bin has 16 bytes"));
  write(kIndex, {1, NAN, 3});
  EXPECT_THAT(read_refusal(), HasSubstr("b.idx:1 value 2 of the .bin is not a number"));
  write(kIndex, {1, 2, INFINITY});
  EXPECT_THAT(read_refusal(), HasSubstr("value 3"));
  write("a  A\nA  1984 - 1985  n = 3\n", {1, 2, -999});  // fedstl pads discontinued series so
  EXPECT_EQ(listed(read().series[0]), "1984=1.00 1985=2.00 1986=none ");
  write("a  A\nA  1984 - 1985  n = 3\n", {1, 2, 3});
  EXPECT_THAT(read_refusal(), HasSubstr("has figures after its last date"));
  write(kIndex, {1, 2, 3});
  fs::remove(folder_ / "b.bin");
  EXPECT_THAT(read_refusal(), StartsWith("file_missing"));
  EXPECT_THAT(refusal([&] { read_gretl_bank(folder_ / "b.idx", "Bad Name"); }), StartsWith("bank_format"));
  EXPECT_THAT(refusal([&] { read_gretl_bank(folder_ / "none.idx", "bank"); }), StartsWith("file_missing"));
}

TEST_F(GretlBank, ReadsFedstlWhole) {
  if (!fs::exists(kFedstl)) GTEST_SKIP() << "gretl's databank fedstl is not here";
  const auto contents = read_gretl_bank(kFedstl, "fedstl");
  EXPECT_EQ(contents.series.size(), 732u);
  auto values_file = kFedstl;
  values_file.replace_extension(".bin");
  const auto bytes = read_file(values_file);
  std::size_t at = 0, missing = 0;
  for (const auto& batch : contents.series)
    for (std::size_t i = 0; i < batch.observations.size(); ++i, ++at) {
      float expected = 0;
      std::memcpy(&expected, bytes.data() + 4 * at, 4);
      const auto value = batch.observations[i].value;
      if (std::isnan(value)) {
        ++missing;
        ASSERT_EQ(expected, -999.0F);
      } else {
        ASSERT_EQ(static_cast<float>(value), expected) << batch.entry.id;  // nothing is lost
      }
      ASSERT_TRUE(i == 0 || batch.observations[i - 1].ordinal < batch.observations[i].ordinal);
    }
  EXPECT_EQ(at, bytes.size() / 4);
  EXPECT_EQ(at, 323'715u);
  EXPECT_EQ(missing, 698u);
}

TEST_F(GretlBank, FedstlAgreesWithTheBundledFigures) {
  if (!fs::exists(kFedstl)) GTEST_SKIP() << "gretl's databank fedstl is not here";
  const auto bank = read_gretl_bank(kFedstl, "fedstl");
  const auto open = read_pack(pack_in(fs::path(RERATE_SOURCE_DIR) / "data" / "open"));
  const auto figures = [](const PackContents& contents, const std::string& id) {
    std::map<std::int32_t, double> by_month;
    for (const auto& batch : contents.series)
      if (batch.entry.id == id)
        for (const auto& observation : batch.observations) by_month[observation.ordinal] = observation.value;
    return by_month;
  };
  const auto largest_difference = [&](const char* in_bank, const char* in_open, std::int32_t last,
                                      std::size_t months) {
    const auto ours = figures(open, in_open);
    double largest = 0;
    std::size_t compared = 0;
    for (const auto& [ordinal, value] : figures(bank, in_bank)) {
      const auto found = ours.find(ordinal);
      if (found == ours.end() || std::isnan(value) || ordinal > last) continue;
      ++compared;
      largest = std::max(largest, std::abs(found->second / value - 1));
    }
    EXPECT_EQ(compared, months) << in_bank;
    return largest;
  };
  const auto end = parse_period(Frequency::monthly, "2022-09")->ordinal;
  EXPECT_EQ(largest_difference("fedstl.gs10", "rates.gs10", end, 834), 0);
  EXPECT_EQ(largest_difference("fedstl.tb3ms", "rates.tb3ms", end, 834), 0);
  EXPECT_EQ(largest_difference("fedstl.fedfunds", "rates.fedfunds", end, 819), 0);
  // Before 1980 data/open has the bank's vintage of October 2022, after it a later one.
  const auto before_the_joint = parse_period(Frequency::monthly, "1979-12")->ordinal;
  EXPECT_EQ(largest_difference("fedstl.indpro", "macro.indpro", before_the_joint, 321), 0);
  EXPECT_LT(largest_difference("fedstl.indpro", "macro.indpro", end, 834), 0.04);
}

}  // namespace
}  // namespace rerate
