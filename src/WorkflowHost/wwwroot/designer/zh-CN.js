window.designerChinese = { watch() {} };
